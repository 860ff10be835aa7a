// The site's one script: everything works without it, and some of it better with it. The files of this folder are sent
// as one, in the order of their names; each is a block of its own.
"use strict";
