using Chaos.Targets;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>
/// What a container of ours may do: next to nothing. Endpoints have no capability, a node those that its target
/// names: NET_RAW for our NAT, which works on packet sockets, or NET_ADMIN where the kernel routes. No new privileges, a read-only root, no
/// device, no port, no mount, no log,
/// limits on memory and processes, and only the networks named. Somebody's image has /dev/net/tun and scratch space besides.
/// </summary>
internal sealed record ContainerSettings
{
    private const long Mebibyte = 1 << 20;
    private const long EndpointMemory = 1024 * Mebibyte;
    private const long NodeMemory = 512 * Mebibyte;
    private const long RingMemory = 128 * Mebibyte;
    private const long BytesPerMapEntry = 512;
    private const long Processes = 64;
    private const long ImageProcesses = 1024;
    private const string ScratchSize = "size=64m";
    private const string Nobody = "65534:65534";

    /// <summary>Its name; or "container:ID", and this container shares that one's network.</summary>
    public required string Network { get; init; }

    public required string Address { get; init; }

    /// <summary>Of its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>What the target needs; null: an endpoint.</summary>
    public NodePlacement? Node { get; init; }

    /// <summary>What the engine is asked for instead of the target's privileges, where it does not know those.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>The node has a packet ring.</summary>
    public bool KeepsPackets { get; init; }

    private bool SharesNetwork => Network.StartsWith("container:", StringComparison.Ordinal);

    private bool IsNode => Node is not null;

    private bool IsImage => Node?.Image is not null;

    private long Memory => Node is { } node
        ? NodeMemory + (IsImage ? NodeMemory : 0) + (node.Nat?.Map.Size ?? 0) * BytesPerMapEntry + (KeepsPackets ? RingMemory : 0)
        : EndpointMemory;

    /// <param name="name">Of the container.</param>
    /// <param name="image">That the engine has.</param>
    /// <param name="labels">Whose it is.</param>
    public CreateContainerParameters Describe(string name, string image, IDictionary<string, string> labels) => new()
    {
        Name = name,
        Image = image,
        Labels = labels,
        OpenStdin = true,
        StdinOnce = true,
        AttachStdin = true,
        Env = [.. Variables.Select(pair => $"{pair.Key}={pair.Value}")],
        // An image's own check would run programs at moments that nobody has chosen.
        Healthcheck = IsImage ? new HealthcheckConfig { Test = ["NONE"] } : null,
        // The node's capability would not reach a process that is not root.
        User = IsNode ? "0:0" : Nobody,
        NetworkingConfig = SharesNetwork ? null : new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings> { [Network] = EndpointAt(Address) },
        },
        HostConfig = new HostConfig
        {
            NetworkMode = Network,
            CapDrop = ["ALL"],
            CapAdd = [.. Capabilities ?? Node?.Privileges ?? []],
            SecurityOpt = ["no-new-privileges"],
            ReadonlyRootfs = true,
            LogConfig = new LogConfig { Type = "none" },
            Memory = Memory,
            MemorySwap = Memory,
            PidsLimit = IsImage ? ImageProcesses : Processes,
            Tmpfs = IsImage ? new Dictionary<string, string> { ["/run"] = ScratchSize, ["/tmp"] = ScratchSize } : null,
            Devices = IsImage ? [TunDevice] : [],
            // A shared network keeps the settings of its first container.
            Sysctls = SharesNetwork ? new Dictionary<string, string>() : Sysctls(),
        },
    };

    public static EndpointSettings EndpointAt(string address) => new() { IPAMConfig = new EndpointIPAMConfig { IPv4Address = address } };

    private static DeviceMapping TunDevice =>
        new() { PathOnHost = "/dev/net/tun", PathInContainer = "/dev/net/tun", CgroupPermissions = "rwm" };

    /// <summary>
    /// An endpoint draws the source ports of churn from the plan, and comes back to one that its kernel still holds in TIME-WAIT. It has no
    /// capability, and a scenario may name any port.
    /// </summary>
    private Dictionary<string, string> Sysctls() => Node is { } node
        ? new(node.Sysctls)
        : new() { ["net.ipv4.tcp_tw_reuse"] = "1", ["net.ipv4.ip_unprivileged_port_start"] = "0" };
}
