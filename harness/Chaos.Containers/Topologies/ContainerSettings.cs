using Chaos.Targets;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>
/// What a container of ours may do: next to nothing. Endpoints have no capability, a node the one that its target
/// names: NET_RAW for our NAT, which works on packet sockets, or NET_ADMIN where the kernel routes. No new privileges, a read-only root, no
/// device, no port, no mount, no log,
/// limits on memory and processes, and only the networks named.
/// </summary>
internal sealed record ContainerSettings
{
    private const long Mebibyte = 1 << 20;
    private const long EndpointMemory = 1024 * Mebibyte;
    private const long NodeMemory = 512 * Mebibyte;
    private const long RingMemory = 128 * Mebibyte;
    private const long BytesPerMapEntry = 256;
    private const long Processes = 64;
    private const string Nobody = "65534:65534";

    /// <summary>Its name; or "container:ID", and this container shares that one's network.</summary>
    public required string Network { get; init; }

    public required string Address { get; init; }

    /// <summary>What the target needs; null: an endpoint.</summary>
    public NodePlacement? Node { get; init; }

    /// <summary>The node has a packet ring.</summary>
    public bool KeepsPackets { get; init; }

    private bool SharesNetwork => Network.StartsWith("container:", StringComparison.Ordinal);

    private bool IsNode => Node is not null;

    private long Memory => Node is { } node
        ? NodeMemory + (node.Nat?.Map.Size ?? 0) * BytesPerMapEntry + (KeepsPackets ? RingMemory : 0)
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
            CapAdd = Node is { } node ? [node.Privilege] : [],
            SecurityOpt = ["no-new-privileges"],
            ReadonlyRootfs = true,
            LogConfig = new LogConfig { Type = "none" },
            Memory = Memory,
            MemorySwap = Memory,
            PidsLimit = Processes,
            // A shared network keeps the settings of its first container.
            Sysctls = SharesNetwork ? new Dictionary<string, string>() : Sysctls(),
        },
    };

    public static EndpointSettings EndpointAt(string address) => new() { IPAMConfig = new EndpointIPAMConfig { IPv4Address = address } };

    /// <summary>
    /// An endpoint draws the source ports of churn from the plan, and comes back to one that its kernel still holds in TIME-WAIT.
    /// </summary>
    private Dictionary<string, string> Sysctls() => Node is { } node ? new(node.Sysctls) : new() { ["net.ipv4.tcp_tw_reuse"] = "1" };
}
