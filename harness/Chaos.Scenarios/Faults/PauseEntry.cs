using Chaos.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`pause`.</summary>
internal sealed record PauseEntry() : FaultScalar<PausedProgram>(
    new ScalarKey<PausedProgram>(
        "pause",
        "node: it stands still for `for`, as under SIGSTOP; packets wait as long as there is room for them.",
        new ChoiceParser<PausedProgram>(("node", PausedProgram.Node)))
    { Optional = true },
    "{ at: 20s, for: 2s, pause: node }")
{
    protected override Fault Make(PausedProgram value) => new Pause();
}

/// <summary>Who stands still.</summary>
internal enum PausedProgram
{
    Node,
}
