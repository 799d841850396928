using Chaos.Faults;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`serverRestart`.</summary>
internal sealed record ServerRestartEntry() : FaultScalar<HostChoice>(
    PeerRows.Host(
        "serverRestart",
        "The program of one server, by number from 0, or of all ends and begins anew: its connections are closed, it knows nothing of its "
        + "flows any more, and with `for` it is away so long."),
    "{ at: 20s, for: 1s, serverRestart: 0 }")
{
    protected override Fault Make(HostChoice value) => new ServerRestart { Host = value.Host };
}
