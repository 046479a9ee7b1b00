/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the GNU Scientific Library (GSL, https://www.gnu.org/software/gsl/doc/html/) that poolsim uses, and
 * static inline wrappers for what Swift cannot call as it stands: mutable globals, which strict concurrency refuses,
 * and variadic or macro spellings.
 */
#ifndef POOLSIM_CGSL_SHIM_H
#define POOLSIM_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_qrng.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <gsl/gsl_vector.h>
#include <gsl/gsl_version.h>
#include <math.h>

/* GSL's default error handler prints and aborts. Callers check their arguments first and read returned status codes,
 * so the handler is switched off; calling this again changes nothing. */
static inline void poolsim_gsl_switch_off_error_handler(void) {
  (void)gsl_set_error_handler_off();
}

/* The version of the headers, "2.7.1" for one, to name beside figures that depend on it. */
static inline const char *poolsim_gsl_header_version(void) { return GSL_VERSION; }

/* The version of the library that is loaded. */
static inline const char *poolsim_gsl_library_version(void) { return gsl_version; }

/* The C library's exponential and natural logarithm, without the rest of it. */
static inline double poolsim_exp(double x) { return exp(x); }
static inline double poolsim_log(double x) { return log(x); }

/* GSL's own Mersenne Twister, for comparisons. */
static inline const gsl_rng_type *poolsim_gsl_rng_mt19937(void) { return gsl_rng_mt19937; }

/* Sobol's sequence, at most 40 dimensions. */
static inline const gsl_qrng_type *poolsim_gsl_qrng_sobol(void) { return gsl_qrng_sobol; }

/* Halton's sequence, at most 1229 dimensions. */
static inline const gsl_qrng_type *poolsim_gsl_qrng_halton(void) { return gsl_qrng_halton; }

/* The simplex method of Nelder and Mead, its first simplex along the axes. */
static inline const gsl_multimin_fminimizer_type *poolsim_gsl_multimin_nmsimplex2(void) {
  return gsl_multimin_fminimizer_nmsimplex2;
}

/* Brent's root bracketing. */
static inline const gsl_root_fsolver_type *poolsim_gsl_root_brent(void) { return gsl_root_fsolver_brent; }

/* Brent's minimisation in one dimension. */
static inline const gsl_min_fminimizer_type *poolsim_gsl_min_brent(void) { return gsl_min_fminimizer_brent; }

#endif
