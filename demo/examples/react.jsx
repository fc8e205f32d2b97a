// A library, an editor and its preview in React: hooks that fetch, and one that edits; the elements are the app's own.
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMediaClient } from '@aurastream/media-wasm/client';
import { HANDLES, MediaProvider, PlacementPreview, useMediaKit, useMediaLibrary, usePlacementEditor, useToggleFavorite, useUploadMedia } from '@aurastream/media-wasm/react';

const size = { width: 1280, height: 720 };

function Editor({ assets }) {
  const { kit } = useMediaKit();
  const [placements, setPlacements] = useState([]);
  const { editor, items, guides, selection, canUndo, canRedo, getCanvasProps, getItemProps, getFrameProps, getHandleProps, getGuideProps, getMarqueeProps } =
    usePlacementEditor({ canvas: size, placements, onChange: setPlacements });
  const place = ({ id, displayName, assetType, url, width, height }) => {
    const { maintainAspectRatio, ...box } = kit.placement.defaultPlacement(placements.length, size, { width, height });
    editor.add({ assetId: id, displayName, assetType, url, ...box });
  };
  return (
    <>
      <p className="bar">
        {assets.map((asset) => <button key={asset.id} onClick={() => place(asset)}>Place {asset.displayName}</button>)}
        <button onClick={() => editor.undo()} disabled={!canUndo}>Undo</button>
        <button onClick={() => editor.redo()} disabled={!canRedo}>Redo</button>
        <button onClick={() => editor.align('center-x')} disabled={selection.length === 0}>Centre</button>
        <button onClick={() => editor.duplicate()} disabled={selection.length === 0}>Duplicate</button>
        <button onClick={() => editor.remove()} disabled={selection.length === 0}>Delete</button>
      </p>
      <div {...getCanvasProps()} className="stage">
        <PlacementPreview size={size} background="#101828" placements={placements} images={Object.fromEntries(assets.map(({ id, url }) => [id, url]))} onError={console.error} />
        {items.map((item) => <div key={item.id} {...getItemProps(item)} className="item" />)}
        <div {...getFrameProps()} className="frame">
          {[...HANDLES, 'rotate'].map((handle) => <span key={handle} {...getHandleProps(handle)} className="handle" />)}
        </div>
        {guides.map((guide, i) => <div key={i} {...getGuideProps(guide)} className="guide" />)}
        <div {...getMarqueeProps()} className="marquee" />
      </div>
      <output>{placements.map(({ displayName, x, y, width }) => `${displayName}: ${x.toFixed(1)} %, ${y.toFixed(1)} %, ${width.toFixed(1)} % wide`).join('\n')}</output>
    </>
  );
}

function Library() {
  const { data, error } = useMediaLibrary({ sortBy: 'created_at' });
  const upload = useUploadMedia();
  const toggle = useToggleFavorite();
  const add = ([file]) => file && upload.mutate({ assetType: 'object', displayName: file.name.replace(/\.\w+$/, ''), image: file, removeBackground: false });
  return (
    <>
      <label>Add a picture <input type="file" accept="image/*" onChange={({ target }) => add(target.files)} /></label>
      <p role="alert">{(error ?? upload.error)?.message}</p>
      <ul>
        {data?.assets.map(({ id, displayName, isFavorite }) => (
          <li key={id}>{displayName} <button aria-pressed={isFavorite} onClick={() => toggle.mutate(id)}>Favourite</button></li>
        ))}
      </ul>
      <Editor assets={data?.assets ?? []} />
    </>
  );
}

const client = createMediaClient({ baseUrl: '' });
const queryClient = new QueryClient();
createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MediaProvider client={client}><Library /></MediaProvider>
    </QueryClientProvider>
  </StrictMode>,
);
