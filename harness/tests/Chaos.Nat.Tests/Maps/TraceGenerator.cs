using Chaos.Replay;
using Chaos.Core;

namespace Chaos.Nat.Tests.Maps;

/// <summary>Writes operation traces in phases that each press on one rule; a phase ends where the maps are compared.</summary>
/// <remarks>Some phases draw at random, others follow a plan, because one rule (the forced step prefers INACTIVE) shows under a plan
/// only.</remarks>
internal sealed class TraceGenerator(ulong seed, int maxEntries, IReadOnlyList<int> cpus)
{
    private readonly List<MapStep> steps = [];
    private readonly Action<TraceGenerator>[] phases =
    [
        map => map.Fill(), map => map.Churn(), map => map.HotSet(), map => map.Reinsert(), map => map.DeleteRange(),
        map => map.DeleteAtRandom(),
        map => map.CollidingCreates(), map => map.Overwrite(), map => map.LookAtEverything(), map => map.ForcedOut(),
        map => map.AnythingGoes(),
    ];

    private RandomStream random = new(seed, "map trace");
    private ulong newest;
    private int cpu = cpus[0];
    private bool stay;

    /// <summary>A trace of about this many steps, and behind which steps to compare.</summary>
    public (List<MapStep> Steps, List<int> Checkpoints) Write(int wanted)
    {
        List<int> checkpoints = [];
        Fill();
        while (steps.Count < wanted)
        {
            // One in three phases stays on one CPU, which fills that CPU's lists; else it changes every few steps.
            cpu = Pick(cpus);
            stay = random.NextBelow(3) == 0;
            phases[random.NextBelow(phases.Length)](this);
            checkpoints.Add(steps.Count);
        }

        return (steps, checkpoints);
    }

    /// <summary>Keys in use: twice as many as the map holds.</summary>
    private ulong Span => (ulong)maxEntries * 2 + 4;

    private int Length => (int)random.NextBetween(1, Math.Min(2L * maxEntries + 8, 20_000));

    private void Fill() => Times(maxEntries, () => Do(MapAction.Update, ++newest));

    private void Churn() => Times(Length, () => Do(random.NextBelow(8) == 0 ? MapAction.Update : MapAction.Create, ++newest));

    /// <summary>A few keys are looked at all the time while others come and go.</summary>
    private void HotSet()
    {
        long size = random.NextBetween(1, Math.Max(1, maxEntries / 2));
        ulong first = Recent();
        Times(Length, () => Do(random.NextBelow(3) == 0 ? MapAction.Update : MapAction.Lookup, first + (ulong)random.NextBelow(size)));
        Times(Length, () =>
        {
            Do(MapAction.Lookup, first + (ulong)random.NextBelow(size));
            Do(MapAction.Create, ++newest);
        });
    }

    private void Reinsert()
    {
        ulong first = Recent();
        int length = Length;
        for (int offset = 0; offset < length; offset++) Do(MapAction.Create, first + (ulong)offset);
    }

    private void DeleteRange()
    {
        ulong first = Recent();
        int length = Length;
        for (int offset = 0; offset < length; offset++) Do(MapAction.Delete, first + (ulong)offset);
        Times((int)random.NextBetween(0, length), () => Do(MapAction.Create, ++newest));
    }

    private void DeleteAtRandom() => Times(Length, () => Do(random.NextBelow(2) == 0 ? MapAction.Delete : MapAction.Update, Recent()));

    private void CollidingCreates() => Times(Length, () =>
        Do(random.NextBelow(4) == 0 ? MapAction.Update
            : MapAction.Create, newest - (ulong)random.NextBelow(1 + (long)Math.Min(newest, 16))));

    private void Overwrite() => Times(Length, () => Do(random.NextBelow(2) == 0 ? MapAction.Replace : MapAction.Update, Recent()));

    private void LookAtEverything()
    {
        for (ulong key = newest - Math.Min(newest, Span); key <= newest; key++) Do(MapAction.Lookup, key);
    }

    /// <summary>Everything is referenced, so the next inserts force nodes out; then a hole among the oldest.</summary>
    private void ForcedOut()
    {
        Fill();
        LookAtEverything();
        Times((int)random.NextBetween(1, 3), () => Do(MapAction.Create, ++newest));
        DeleteRange();
    }

    private void AnythingGoes()
    {
        MapAction[] actions = [
            MapAction.Lookup, MapAction.Lookup, MapAction.Update, MapAction.Create, MapAction.Create, MapAction.Replace, MapAction.Delete];
        Times(Length, () =>
        {
            if (random.NextBelow(64) == 0) Do(MapAction.Peek, Recent());
            else Do(Pick(actions), random.NextBelow(4) == 0 ? ++newest : Recent());
        });
    }

    private ulong Recent() => newest - (ulong)random.NextBelow((long)Math.Min(newest, Span) + 1);

    private T Pick<T>(IReadOnlyList<T> list) => list[(int)random.NextBelow(list.Count)];

    private static void Times(int count, Action act)
    {
        for (int turn = 0; turn < count; turn++) act();
    }

    private void Do(MapAction action, ulong key)
    {
        if (!stay && random.NextBelow(128) == 0) cpu = Pick(cpus);
        steps.Add(new MapStep(cpu, action, key, steps.Count + 1));
    }
}
