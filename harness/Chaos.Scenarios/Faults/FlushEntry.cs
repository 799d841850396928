using Chaos.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`flush`.</summary>
internal sealed record FlushEntry() : FaultScalar<FlushedTable>(
    new ScalarKey<FlushedTable>(
        "flush", "Every entry of the table goes at once, as by `cilium bpf nat flush`.",
        new ChoiceParser<FlushedTable>(("nat", FlushedTable.Nat)))
    { Optional = true },
    "{ at: 20s, flush: nat }")
{
    protected override Fault Make(FlushedTable value) => new Flush { Table = value };
}
