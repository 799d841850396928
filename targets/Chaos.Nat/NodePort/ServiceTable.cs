using System.Runtime.CompilerServices;
using Chaos.Model;

namespace Chaos.Nat.NodePort;

/// <summary>The services of a node: from a frontend to a backend, and back.</summary>
/// <remarks>
/// The backend follows from a hash of the flow's tuple, so a flow keeps it without any state (Cilium's Maglev table does the same); hence a
/// flow is only ever
/// lost by its SNAT entries. The way back is found by the backend, so a backend belongs to one service. Not modelled: the random choice
/// that an entry
/// of the conntrack table remembers, backends that come and go. Source: Cilium bpf/lib/lb.h, bpf/lib/nodeport.h.
/// </remarks>
public sealed class ServiceTable
{
    private readonly Dictionary<(IpProtocol, SocketAddress), Service> byFrontend = [];
    private readonly Dictionary<(IpProtocol, SocketAddress), SocketAddress> frontends = [];
    private readonly HashSet<Ipv4Address> frontendAddresses = [];

    /// <exception cref="ArgumentException">A service has no backend, two have one frontend, or a backend belongs to two
    /// services.</exception>
    public ServiceTable(IEnumerable<Service> services)
    {
        foreach (Service service in services)
        {
            if (service.Backends.Count == 0) throw new ArgumentException($"service {service.Frontend} has no backend", nameof(services));
            if (!byFrontend.TryAdd((service.Protocol, service.Frontend), service))
                throw new ArgumentException($"two services have the frontend {service.Frontend}", nameof(services));
            frontendAddresses.Add(service.Frontend.Address);
            foreach (SocketAddress backend in service.Backends)
                if (!frontends.TryAdd((service.Protocol, backend), service.Frontend))
                    throw new ArgumentException($"backend {backend} belongs to two services", nameof(services));
        }
    }

    /// <summary>Watched flows by the tuples that a NAT knows them by: behind a node port, client to the pod that serves it.</summary>
    /// <param name="services">Of the node; empty for plain egress.</param>
    /// <param name="opened">As their clients open them.</param>
    public static IReadOnlyList<WatchedFlow> Served(IReadOnlyList<Service> services, IEnumerable<WatchedFlow> opened)
    {
        ServiceTable table = new(services);
        return [.. opened.Select(flow => flow with { Connection = table.Served(flow.Connection) })];
    }

    public bool IsFrontend(Ipv4Address address) => frontendAddresses.Contains(address);

    /// <summary>Turns client-to-frontend into client-to-backend; false if no service has this frontend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySelect(ref FiveTuple tuple)
    {
        if (BackendFor(tuple) is not { } backend) return false;
        tuple = tuple with { DestinationAddress = backend.Address, DestinationPort = backend.Port };
        return true;
    }

    /// <summary>Turns from-backend into from-frontend; false if the source is no backend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReverse(ref FiveTuple tuple)
    {
        if (FrontendOf(tuple) is not { } frontend) return false;
        tuple = tuple with { SourceAddress = frontend.Address, SourcePort = frontend.Port };
        return true;
    }

    private FiveTuple Served(FiveTuple connection)
    {
        TrySelect(ref connection);
        return connection;
    }

    private SocketAddress? BackendFor(FiveTuple tuple) =>
        byFrontend.TryGetValue((tuple.Protocol, new SocketAddress(tuple.DestinationAddress, tuple.DestinationPort)), out Service? service)
            ? service.Backends[(int)((ulong)unchecked((uint)tuple.GetHashCode()) * (ulong)service.Backends.Count >> 32)]
            : null;

    private SocketAddress? FrontendOf(FiveTuple tuple) =>
        frontends.TryGetValue(
            (tuple.Protocol, new SocketAddress(tuple.SourceAddress, tuple.SourcePort)), out SocketAddress frontend) ? frontend : null;
}
