using Chaos.Experiments.Planning;
using Chaos.Scenarios;
using CsCheck;

namespace Chaos.Experiments.Tests;

/// <summary>Shards divide the repetitions of a matrix.</summary>
public sealed class ShardTests
{
    [Fact]
    public void Every_repetition_is_in_exactly_one_shard_and_no_shard_is_empty() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Double[0, 1]).Sample((cells, repetitions, share) =>
        {
            ScenarioPlan plan = Plan(cells, repetitions);
            int shards = 1 + (int)(share * ((cells * repetitions) - 1));
            List<(string Cell, int Repetition)> all = [];
            for (int shard = 1; shard <= shards; shard++)
            {
                ScenarioPlan part = Shard.Apply(plan, $"{shard}/{shards}");
                (string, int)[] here = [.. part.Cells.SelectMany(cell => part.RepetitionsOf(cell).All.Select(number => (cell.Id, number)))];
                Assert.NotEmpty(here);
                Assert.True(part.Partial.Count <= 2);
                all.AddRange(here);
            }

            Assert.Equal(plan.Cells.SelectMany(cell => Enumerable.Range(1, repetitions).Select(number => (cell.Id, number))), all);
        }, iter: 200);

    [Fact]
    public void Shards_cost_the_same_to_within_a_repetition()
    {
        ScenarioPlan plan = Plan(cells: 6, repetitions: 5);
        double[] costs = [.. Enumerable.Range(1, 4).Select(shard => CostOf(Shard.Apply(plan, $"{shard}/4")))];
        double dearest = plan.Cells.Max(cell => Load.CostOf(cell.Scenario));

        Assert.All(costs, cost => Assert.InRange(cost, costs.Average() - dearest, costs.Average() + dearest));
    }

    [Fact]
    public void A_cell_that_repeats_until_decided_stays_in_one_shard()
    {
        ScenarioPlan plan = Plan(cells: 3, repetitions: 0);

        Assert.Equal(
            [1, 1, 1], Enumerable.Range(1, 3).Select(shard => Shard.Apply(plan, $"{shard}/3")).Select(part => part.WholeCells.Count()));
        Assert.Contains(
            "3 shards at most", Assert.Throws<RefusedException>(() => Shard.Apply(plan, "1/4")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto/9", "3/9", "JOB_COMPLETION_INDEX=2")]
    [InlineData("auto", "4/8", "SLURM_ARRAY_TASK_ID=3", "SLURM_ARRAY_TASK_MIN=0", "SLURM_ARRAY_TASK_COUNT=8")]
    [InlineData("auto", "3/8", "SLURM_ARRAY_TASK_ID=3", "SLURM_ARRAY_TASK_MIN=1", "SLURM_ARRAY_TASK_COUNT=8")]
    [InlineData("auto", "5/6", "CHAOS_SHARD_INDEX=5", "CHAOS_SHARD_COUNT=6")]
    [InlineData("auto/6", "4/6", "CHAOS_SHARD_LIST=2,4", "CHAOS_SHARD_SLOT=1")]
    [InlineData("auto/6", "2/6", "CHAOS_SHARD_LIST=2,4", "CHAOS_SHARD_SLOT=x7h2k9nodeid")]
    [InlineData("2/3", "2/3", "JOB_COMPLETION_INDEX=0")]
    public void The_index_comes_from_the_scheduler(string shard, string expected, params string[] environment) =>
        Assert.Equal(expected, ShardIndex.Resolve(shard, name => environment.FirstOrDefault(
            one => one.StartsWith(name + '=', StringComparison.Ordinal))?.Split('=')[1]));

    [Theory]
    [InlineData("auto", "none of JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID and CHAOS_SHARD_INDEX is set")]
    [InlineData("auto", "the number of shards is not known", "JOB_COMPLETION_INDEX=1")]
    [InlineData("auto/3", "JOB_COMPLETION_INDEX is 'two', expected a whole number", "JOB_COMPLETION_INDEX=two")]
    public void An_index_that_is_not_known_is_refused_with_the_remedy(string shard, string reason, params string[] environment) =>
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => ShardIndex.Resolve(shard, name => environment.FirstOrDefault(
            one => one.StartsWith(name + '=', StringComparison.Ordinal))?.Split('=')[1])).Message, StringComparison.Ordinal);

    private static double CostOf(ScenarioPlan part) =>
        part.Cells.Sum(cell => part.RepetitionsOf(cell).Count * Load.CostOf(cell.Scenario));

    /// <param name="cells">Map sizes that grow, so that warm-ups and costs differ.</param>
    /// <param name="repetitions">0: until decided.</param>
    private static ScenarioPlan Plan(int cells, int repetitions) => Experiment.FromText($$"""
        version: 1
        name: shards
        duration: 2s
        repetitions: {{(repetitions == 0 ? "auto" : repetitions)}}
        flows:
          - { name: feeds, protocol: udp, count: 8, openOver: 200ms, clientEvery: 1s, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix:
          mapSize: [{{string.Join(", ", Enumerable.Range(1, cells).Select(cell => 512 * cell * cell))}}]
        expect:
          - { survival: ">= 0%" }
        """).Plan;
}
