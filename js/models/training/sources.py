"""What the model learns from: packages of Debian's main archive, with what is taken from each.

A row: package, kind, weight, patterns of paths. Kinds: `person` and `thing` are cut-outs with an alpha channel,
`photograph` is a picture that a teacher marks, `backdrop` only ever stands behind. Versions and licences of what was
fetched are written beside the data by prepare.py; README.md lists those of the shipped weights.
"""

ROWS = [
    ('tuxpaint-stamps-default', 'thing', 5, ['*/stamps/animals/*.png', '*/stamps/food/*.png', '*/stamps/household/*.png',
        '*/stamps/vehicles/*.png', '*/stamps/plants/*.png', '*/stamps/clothes/*.png', '*/stamps/sports/*.png', '*/stamps/hobbies/*.png',
        '*/stamps/seasonal/*.png', '*/stamps/town/*.png', '*/stamps/medical/*.png', '*/stamps/military/*.png', '*/stamps/space/*.png']),
    ('tuxpaint-stamps-default', 'person', 4, ['*/stamps/people/*.png']),
    ('tuxpaint-stamps-default', 'thing', 1, ['*/stamps/*.svg']),
    ('scratch', 'person', 4, ['*/Costumes/People/*']),
    ('scratch', 'thing', 3, ['*/Costumes/Animals/*', '*/Costumes/Things/*', '*/Costumes/Transportation/*']),
    ('scratch', 'thing', 1, ['*/Costumes/Fantasy/*']),
    ('scratch', 'photograph', 1, ['*/Backgrounds/*']),
    ('wesnoth-1.16-data', 'person', 4, ['*/portraits/*.png']),
    ('wesnoth-1.16-data', 'backdrop', 1, ['*/story/*.jpg', '*/story/*.png', '*/maps/background*']),
    ('renpy-demo', 'person', 3, ['*/images/eileen*', '*/images/lucy*']),
    ('renpy-thequestion', 'person', 3, ['*/images/sylvie*']),
    ('renpy-demo', 'backdrop', 1, ['*/images/bg *']),
    ('renpy-thequestion', 'backdrop', 1, ['*/images/bg *']),
    ('openclipart-png', 'thing', 1, [f'*/png/{folder}/*' for folder in ('animals', 'computer', 'containers', 'education',
        'electronics', 'food', 'office', 'plants', 'recreation', 'science', 'special', 'tools', 'transportation', 'unsorted')]),
    ('openclipart-png', 'person', 1, ['*/png/people/*']),
    ('endless-sky-data', 'thing', 1, ['*/images/ship/*.png', '*/images/outfit/*.png']),
    ('endless-sky-data', 'photograph', 1, ['*/images/land/*.jpg', '*/images/scene/*.jpg']),
    ('oxygen-icon-theme', 'thing', 1, ['*/256x256/*.png', '*/128x128/devices/*.png', '*/128x128/apps/*.png']),
    ('gcompris-qt-data', 'thing', 3, ['*.rcc/*']),  # what has no alpha channel is taken for a photograph
    ('kphotoalbum', 'photograph', 2, ['*/kphotoalbum/demo/*.jpg']),
    ('gnome-control-center-data', 'photograph', 2, ['*/pixmaps/faces/*.jpg']),
    ('cinnamon-common', 'photograph', 1, ['*/cinnamon/faces/*.jpg', '*/cinnamon/faces/*.png']),
    ('python3-skimage', 'photograph', 4, ['*/data/astronaut.png', '*/data/chelsea.png', '*/data/coffee.png', '*/data/rocket.jpg', '*/data/motorcycle_left.png']),
    ('plasma-workspace-wallpapers', 'photograph', 1, ['*/1920x1080.*', '*/5120x2880.*', '*/3840x2160.*']),
    ('gnome-backgrounds', 'photograph', 1, ['*.webp', '*.jpg']),
    ('mate-backgrounds', 'photograph', 1, ['*.jpg', '*.png']),
    ('lomiri-wallpapers-16.04', 'photograph', 1, ['*.jpg']),
    ('lomiri-wallpapers-20.04', 'photograph', 1, ['*.jpg']),
    ('ukui-wallpapers', 'photograph', 1, ['*.jpg', '*.png']),
    ('wordpress-theme-twentytwentyfive', 'photograph', 2, ['*/assets/images/*.webp']),
]

# Of every source this share is never trained on: it measures what was learnt (by the digest of the path).
HELD_OUT = 0.06

# Of packages with very many pictures of one kind only a part is taken.
SHARES = {'openclipart-png': 0.45}

# Photographs of places: there the teacher takes buildings for the subject, which nobody wants of a street behind a
# person. They only stand behind.
PLACES = ['endless-sky-data/*', 'scratch/*', '*/explore_monuments.rcc.d/*', '*/details.rcc.d/*', '*-wallpapers*/*', 'mate-backgrounds/*', 'gnome-backgrounds/*',
    *(f'wordpress-theme-*/{name}*.webp' for name in ('location', 'ruins', 'parthenon', 'poster', 'coming-soon', 'services-', 'flower-meadow', 'coral'))]

# Photographs of people, the whole of whom the package's model for people finds. (It also marks animals and cups.)
PEOPLE = [f'kphotoalbum/*/{name}.jpg' for name in ('anne_helene', 'bar55', 'bar55_2', 'cold_water', 'grand_canyon_2', 'jesper', 'jesper_2',
    'new_wave_1', 'new_wave_2', 'pool')] + ['python3-skimage/*/astronaut.png'] + \
    [f'wordpress-theme-*/{name}.webp' for name in ('agenda-img-4', 'hero-podcast', 'link-in-bio-background', 'man-in-hat', 'nurse', 'typewriter',
    'vash-gon-square', 'woman-splashing-water')]
