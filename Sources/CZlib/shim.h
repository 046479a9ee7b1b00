/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of zlib (https://zlib.net/manual.html) that poolsim uses, and a wrapper for a macro that Swift cannot call.
 */
#ifndef POOLSIM_CZLIB_SHIM_H
#define POOLSIM_CZLIB_SHIM_H

#include <zlib.h>

/* Begins to unpack what gzip compressed: 15 bits of window, and 16 for the header of gzip (RFC 1952). */
static inline int poolsim_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
