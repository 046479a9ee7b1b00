// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Experiments
import Testing

@Suite("Metric")
struct MetricTests {
  @Test("the columns of replications.csv are those of the interface, in its order")
  func namesTheColumns() {
    #expect(
      Metric.all.filter(\.isReplicationColumn).map(\.name) == [
        "target_nodes", "provisioned_nodes", "idle_nodes", "reached_target", "resizes", "steady_state_s",
        "idle_latency_mean_s", "idle_latency_p50_s", "idle_latency_p95_s", "idle_latency_max_s", "node_hours", "events",
        "request_to_idle_mean_s", "request_to_idle_p50_s", "request_to_idle_p95_s", "request_to_idle_max_s",
        "usable_nodes", "mean_usable_nodes", "preemptions", "tasks_completed", "task_wait_mean_s", "task_wait_p95_s",
        "makespan_s", "jobs_on_time", "useful_node_hours", "billed_node_hours", "cost", "evaluations",
        "evaluation_errors", "resizes_superseded", "max_nodes", "oscillations",
      ])
    #expect(Metric.all.last?.name == "single_resize")
    #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
  }

  @Test("a figure that does not apply is nil, not zero")
  func knowsWhatDoesNotApply() {
    let outcome = madeOutcome(pools: 2, steadyState: nil)
    for metric in [Metric.steadyState, .idleLatencyMean] {
      #expect(metric.value(ofTotal: outcome) == nil)
      #expect(metric.value(of: outcome, pool: 1) == nil)
    }
    #expect(Metric.reachedTarget.value(ofTotal: outcome) == 0)
    #expect(Metric.singleResize.value(ofTotal: outcome) == 0)
    #expect(Metric.named("events")?.value(ofTotal: outcome) == 10)
    #expect(Metric.named("events")?.value(of: outcome, pool: 0) == nil)
    #expect(Metric.named("nonsense") == nil)
  }
}
