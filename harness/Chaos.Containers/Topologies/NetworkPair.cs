using System.Net;
using Chaos.Containers.Cleaning;
using Chaos.Model;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>The clients' and the servers' network of one topology.</summary>
internal sealed record NetworkPair(SubnetPair Subnets, string Inside, string Outside)
{
    private const int Attempts = 16;

    /// <summary>
    /// Creates both on subnets that are free. Another run may take them between the look and the call: then the next pair.
    /// </summary>
    public static async Task<NetworkPair> CreateAsync(DockerEngine engine, string run, CancellationToken cancellation)
    {
        DockerApiException? last = null;
        foreach (SubnetPair subnets in SubnetPair.Free(
            await TakenAsync(engine, cancellation), Environment.ProcessId % SubnetPair.Count).Take(Attempts))
        {
            cancellation.ThrowIfCancellationRequested();
            NetworkPair pair = new(subnets, $"{run}-inside", $"{run}-outside");
            try
            {
                await Task.WhenAll(
                    CreateAsync(engine, run, pair.Inside, subnets.InsideSubnet, NetworkPlan.GatewayOf(subnets.Inside).ToString()),
                    CreateAsync(engine, run, pair.Outside, subnets.OutsideSubnet, NetworkPlan.GatewayOf(subnets.Outside).ToString()));
                return pair;
            }
            catch (DockerApiException error) when (error.Message.Contains("overlap", StringComparison.OrdinalIgnoreCase))
            {
                last = error;
                // The other one, which was made.
                await Leftovers.RemoveRunAsync(engine, run, CancellationToken.None);
            }
        }
        throw new TopologyException(
            "no two neighbouring /24 networks of 198.18.0.0/15 are free; `chaos clean` removes what dead runs left", last);
    }

    private static Task<NetworksCreateResponse> CreateAsync(DockerEngine engine, string run, string name, string subnet, string gateway)
    {
        NetworksCreateParameters parameters = new()
        {
            Name = name,
            Driver = "bridge",
            Labels = RunLabels.For(run),
            Options = new Dictionary<string, string>
            {
                ["com.docker.network.bridge.inhibit_ipv4"] = "true",
                ["com.docker.network.bridge.enable_ip_masquerade"] = "false",
            },
            IPAM = new IPAM { Config = [new IPAMConfig { Subnet = subnet, Gateway = gateway }] },
        };
        // Not cancellable: an order that the engine is carrying out could not be found and undone.
        return engine.Client.Networks.CreateNetworkAsync(parameters, CancellationToken.None);
    }

    private static async Task<List<IPNetwork>> TakenAsync(DockerEngine engine, CancellationToken cancellation)
    {
        IList<NetworkResponse> networks = await engine.Client.Networks.ListNetworksAsync(cancellationToken: cancellation);
        List<IPNetwork> taken = [];
        foreach (IPAMConfig configuration in networks.SelectMany(network => network.IPAM?.Config ?? []))
        {
            if (IPNetwork.TryParse(configuration.Subnet, out IPNetwork subnet)) taken.Add(subnet);
        }
        return taken;
    }
}
