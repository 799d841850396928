using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>
/// What a container of ours may do: next to nothing. No capability (the node alone gets NET_ADMIN and the tun device), no
/// new privileges, a read-only root, no port, no mount, no log, limits on memory and processes, and only the networks named.
/// </summary>
internal sealed record ContainerSettings
{
    private const long Mebibyte = 1 << 20;
    private const long EndpointMemory = 1024 * Mebibyte;
    private const long NodeMemory = 512 * Mebibyte;
    private const long BytesPerMapEntry = 256;
    private const long Processes = 64;
    private const string Nobody = "65534:65534";
    private const string Tun = "/dev/net/tun";

    public required string Network { get; init; }

    public required string Address { get; init; }

    public required bool IsNode { get; init; }

    /// <summary>Entries of the node's map.</summary>
    public int MapSize { get; init; }

    private long Memory => IsNode ? NodeMemory + MapSize * BytesPerMapEntry : EndpointMemory;

    public void Apply(CreateContainerParameters parameters)
    {
        parameters.OpenStdin = true;
        parameters.StdinOnce = true;
        parameters.AttachStdin = true;
        // The node's capability would not reach a process that is not root.
        parameters.User = IsNode ? "0:0" : Nobody;
        parameters.NetworkingConfig = new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings> { [Network] = EndpointAt(Address) },
        };
        HostConfig host = parameters.HostConfig ??= new HostConfig();
        host.NetworkMode = Network;
        host.CapDrop = ["ALL"];
        host.CapAdd = IsNode ? ["NET_ADMIN"] : [];
        host.Devices = IsNode ? [new DeviceMapping { PathOnHost = Tun, PathInContainer = Tun, CgroupPermissions = "rw" }] : [];
        host.SecurityOpt = ["no-new-privileges"];
        host.ReadonlyRootfs = true;
        host.LogConfig = new LogConfig { Type = "none" };
        host.Memory = Memory;
        host.MemorySwap = Memory;
        host.PidsLimit = Processes;
        host.Sysctls = Sysctls();
    }

    public static EndpointSettings EndpointAt(string address) => new() { IPAMConfig = new EndpointIPAMConfig { IPv4Address = address } };

    private Dictionary<string, string> Sysctls() => IsNode
        ? new()
        {
            ["net.ipv4.ip_forward"] = "1",
            // What leaves the tun as a reply has a server's address, which a strict reverse path filter expects elsewhere.
            ["net.ipv4.conf.all.rp_filter"] = "0",
            ["net.ipv4.conf.default.rp_filter"] = "0",
            ["net.ipv4.conf.all.send_redirects"] = "0",
            ["net.ipv4.conf.default.send_redirects"] = "0",
        }
        : new()
        {
            // Churn draws its source ports from the plan and comes back to one that the kernel still holds in TIME-WAIT.
            ["net.ipv4.tcp_tw_reuse"] = "1",
        };
}
