using Chaos.Faults;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`clientPause`.</summary>
internal sealed record ClientPauseEntry() : FaultScalar<HostChoice>(
    PeerRows.Host(
        "clientPause",
        "The program of one client, by number from 0, or of all stands still for `for`, as under SIGSTOP; then it does all that it should "
        + "have done meanwhile."),
    "{ at: 20s, for: 2s, clientPause: all }")
{
    protected override Fault Make(HostChoice value) => new ClientPause { Host = value.Host };
}
