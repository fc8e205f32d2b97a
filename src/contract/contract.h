// The backend's rules as data, and the engine that walks them. The whole public face of this folder.
#pragma once

namespace media::contract {}
