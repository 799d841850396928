using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests.Faults;

/// <summary>What each fault of the table does to flows; that it acts is not enough.</summary>
public sealed class TableFaultTests
{
    private static readonly GroupPlan Senders = Worlds.Group("senders", Transport.Udp, 200, 2000);
    private static readonly GroupPlan Feeds = Worlds.Group("feeds", Transport.Udp, 2000, 200);

    [Fact]
    public void A_flush_kills_what_only_receives_and_spares_what_sends_before_it_hears()
    {
        TrafficPlan plan = Worlds.Plan(20, [Worlds.Group("sends", Transport.Udp, 200, 0), Worlds.Group("receives", Transport.Udp, 0, 200)]);

        RunOutcome result = Worlds.Run(plan, "restore-both", faults: [Worlds.At5(new Flush { Table = FlushedTable.Nat })]);

        Assert.Equal("receives Reset 20", Worlds.Deaths(plan, result));
        Assert.Equal(80, result.Faults[0].Report.Counts[FaultReport.Entries]);
        Assert.All(result.Incidents, incident => Assert.Equal(Mechanism.Fault, incident.Mechanism));
    }

    [Fact]
    public void An_eviction_by_rate_kills_flow_after_flow()
    {
        TrafficPlan plan = Worlds.Plan(40, [Worlds.Group("receives", Transport.Udp, 0, 200)]);

        RunOutcome result = Worlds.Run(
            plan, "baseline", faults: [Worlds.At5(new Evict { Half = EvictHalf.Reverse, RatePerSecond = 10 }, 2 * Worlds.Second)]);

        Assert.Equal("receives Reset 20", Worlds.Deaths(plan, result));
        Assert.Equal(21, result.Faults.Count);
    }

    [Theory]
    [InlineData(ResizedEntries.Lost, "feeds Reset 20")]
    [InlineData(ResizedEntries.Carried, "")]
    public void A_new_map_that_begins_empty_kills_what_a_carried_one_does_not(ResizedEntries entries, string deaths)
    {
        TrafficPlan plan = Worlds.Plan(20, [Worlds.Group("feeds", Transport.Udp, 0, 200)]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new Resize { Size = 4096, Entries = entries })]);

        Assert.Equal(deaths, Worlds.Deaths(plan, result));
        Assert.Equal(4096, result.Faults[0].Report.Counts["capacity"]);
    }

    [Fact]
    public void A_carried_map_that_is_too_small_loses_flows_by_the_fault()
    {
        TrafficPlan plan = Worlds.Plan(40, [Worlds.Group("feeds", Transport.Udp, 0, 200)]);

        RunOutcome result = Worlds.Run(plan, "baseline", faults: [Worlds.At5(new Resize { Size = 32, Entries = ResizedEntries.Carried })]);

        Assert.NotEmpty(result.Incidents);
        Assert.All(result.Incidents, incident => Assert.Equal(Mechanism.Fault, incident.Mechanism));
        Assert.Equal(result.Faults[0].Report.Flows, result.Incidents.Select(incident => incident.Flow).Distinct().Order());
    }

    [Fact]
    public void Replies_to_a_port_outside_the_new_range_are_punted()
    {
        TrafficPlan plan = Worlds.Plan(20, [Worlds.Group("feeds", Transport.Udp, 0, 200)]);

        RunOutcome result = Worlds.Run(
            plan, "restore-both", faults: [Worlds.At5(new PortRangeChange { Minimum = 50000, Maximum = 50999 })]);

        Assert.Equal("feeds Reset 20", Worlds.Deaths(plan, result));
        Assert.Equal(20, result.Faults[0].Report.Flows.Count);
    }

    [Fact]
    public void A_port_range_of_a_moment_is_undone_before_anybody_notices()
    {
        TrafficPlan plan = Worlds.Plan(20, [Worlds.Group("feeds", Transport.Udp, 0, 200)]);

        RunOutcome result = Worlds.Run(
            plan, "restore-both", faults: [Worlds.At5(new PortRangeChange { Minimum = 50000, Maximum = 50999 }, length: 1000)]);

        Assert.Equal("", Worlds.Deaths(plan, result));
    }

    /// <summary>Cilium until 1.16 keeps what the mapping says; since PR #34913 a mapping under a stale address is made anew.</summary>
    [Theory]
    [InlineData("cilium-1.16.0", "")]
    [InlineData("cilium-1.18", "senders PortChanged 20")]
    public void A_changed_egress_address_kills_the_flows_of_releases_that_make_stale_mappings_anew(string variant, string deaths)
    {
        TrafficPlan plan = Worlds.Plan(20, [Worlds.Group("senders", Transport.Udp, 200, 0)]);

        RunOutcome result = Worlds.Run(plan, variant, faults: [Worlds.At5(new EgressAddressChange { Spare = 1 })]);

        Assert.Equal(deaths, Worlds.Deaths(plan, result));
    }

    /// <summary>
    /// Entries in use are on the active list, which the kernel rotates only while it is the longer one: half the map is safe from newcomers
    /// that nobody uses.
    /// </summary>
    [Fact]
    public void Filling_the_table_evicts_old_flows_by_the_fault_but_not_where_newcomers_are_refused()
    {
        TrafficPlan plan = Worlds.Plan(100, [Senders, Feeds]);

        RunOutcome baseline = Fill(plan, "baseline");
        RunOutcome refusing = Fill(plan, "refuse-new");

        Assert.InRange(baseline.Flows.Lives.Count(life => life.DiedAt is not null), 50, 150);
        Assert.True(baseline.Incidents.Count(incident => incident.Mechanism == Mechanism.Fault) >= 50);
        Assert.True(baseline.Faults[0].Report.Counts["evicted"] > 0);
        Assert.Equal("", Worlds.Deaths(plan, refusing));
        Assert.True(refusing.Faults[0].Report.Counts["refused"] > 0);
    }

    [Fact]
    public void What_filled_the_table_is_taken_away_again()
    {
        TrafficPlan plan = Worlds.Plan(10, [Senders]);

        RunOutcome result = Worlds.Run(plan, "baseline", mapSize: 4096, faults: [Worlds.At5(new Fill { Share = 0.5 }, Worlds.Second)]);

        Assert.Equal(
            (2048, 2048), (result.Faults[0].Report.Counts[FaultReport.Entries], result.Faults[1].Report.Counts[FaultReport.Entries]));
    }

    [Fact]
    public void A_condition_on_the_fill_is_met_by_churn()
    {
        TrafficPlan plan = Worlds.Plan(10, [Senders], Worlds.Churn(1000, replies: false));
        PlannedFault flush = Worlds.At5(new Flush { Table = FlushedTable.Nat }) with
        {
            Moments = [],
            When = new FaultCondition(ConditionSubject.Fill, ConditionSign.AtLeast, 0.5),
        };

        RunOutcome result = Worlds.Run(plan, "baseline", mapSize: 8192, faults: [flush]);

        FaultRecord record = Assert.Single(result.Faults);
        Assert.InRange(record.Report.Counts[FaultReport.Entries], 4096, 4096 + 60);
    }

    [Fact]
    public void A_condition_on_survival_is_met_by_deaths()
    {
        TrafficPlan plan = Worlds.Plan(10, [Feeds, Senders]);
        PlannedFault second = Worlds.At5(new Flush { Table = FlushedTable.Nat }) with
        {
            Number = 1,
            Moments = [],
            When = new FaultCondition(ConditionSubject.Survival, ConditionSign.AtMost, 0.5),
        };

        RunOutcome result = Worlds.Run(
            plan, "baseline", faults: [
            Worlds.At5(new Evict { Half = EvictHalf.Reverse, Share = 1 }, flows: [.. Enumerable.Range(0, 10)]), second]);

        Assert.Equal([0, 1], result.Faults.Select(record => record.Order.Number));
        Assert.InRange(result.Faults[1].At, 5 * Worlds.Second, 6 * Worlds.Second);
    }

    private static RunOutcome Fill(TrafficPlan plan, string variant) =>
        Worlds.Run(plan, variant, mapSize: 512, faults: [Worlds.At5(new Fill { Count = 8192 })]);
}
