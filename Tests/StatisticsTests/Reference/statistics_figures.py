# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the figures of StatisticsTests.swift; needs SciPy (1.17) and NumPy."""

import numpy
from scipy import optimize, stats

a = [12.1, 9.8, 11.5, 10.2, 13.7, 9.9, 10.8]
b = [11.0, 12.9, 14.2, 13.3, 12.2, 15.1]
print("quantiles", [float(numpy.quantile(a, p)) for p in (0, 0.05, 0.5, 0.9, 1)])
print("t interval", stats.t.interval(0.95, len(a) - 1, numpy.mean(a), stats.sem(a)))
welch = stats.ttest_ind(b, a, equal_var=False)
print("welch", welch.statistic, welch.df, welch.pvalue)
rank = stats.mannwhitneyu([1, 2, 2, 3, 5, 8], [2, 4, 6, 7, 9, 9, 10], method="asymptotic")
print("mann-whitney", rank.statistic, rank.pvalue)
print("ks two", stats.ks_2samp(a, b).statistic)
print("ks one", stats.kstest(a, stats.norm(11, 2).cdf).statistic)
print("wilson of 0 and 20 of 20", stats.binomtest(0, 20).proportion_ci(method="wilson"), "and of 7, 0.2 of a success corrected:")
z = stats.norm.ppf(0.975)
for end, seen in ((1e-9, 6.8 / 20), (1 - 1e-9, 7.2 / 20)):
    print(optimize.brentq(lambda p: abs(seen - p) - z * numpy.sqrt(p * (1 - p) / 20), end, seen))
print("holm", stats.false_discovery_control([0.01], method="bh"))
k = stats.binom(100, 0.5)
print("order statistics", k.ppf(0.025), k.ppf(0.975))
