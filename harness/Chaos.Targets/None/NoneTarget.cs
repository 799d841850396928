using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;

namespace Chaos.Targets.None;

/// <summary>`none`: plain routing. The control arm, which must lose nothing.</summary>
public sealed class NoneTarget : ISimulatedTarget, IContainerTarget
{
    public static NoneTarget Instance { get; } = new();

    public string Name => "none";

    public string Description => "plain routing without a NAT: the control arm";

    public bool Translates => false;

    public CapabilitySet InSimulation { get; } = new(Capability.HoldPackets | Capability.CarryLinks)
    {
        Reasons = new Dictionary<Capability, string> { [Capability.KeepPackets] = "simulated packets are nowhere to be caught" },
    };

    public CapabilitySet InContainers { get; } = new(Capability.None)
    {
        Reasons = new Dictionary<Capability, string>
        {
            [Capability.CarryLinks] =
            "is for --backend sim: in containers our node carries links out, and without a NAT the kernel routes past it",
        },
    };

    public INatDatapath? CreateDatapath(NatOptions options, IMapEngine engine) => null;

    public NodePlacement Place(NatOptions options) => new(null, "NET_ADMIN", new Dictionary<string, string>
    {
        ["net.ipv4.ip_forward"] = "1",
        ["net.ipv4.conf.all.send_redirects"] = "0",
        ["net.ipv4.conf.default.send_redirects"] = "0",
    });
}
