using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>The clients' and the servers' network of one topology.</summary>
internal sealed record NetworkPair(SubnetPair Subnets, string Inside, string Outside)
{
    private const int Attempts = 16;

    /// <summary>Creates both on subnets that are free. Another run may take them between the look and the call: then the next pair.</summary>
    public static async Task<NetworkPair> CreateAsync(DockerEngine engine, string run, CancellationToken cancellation)
    {
        DockerApiException? last = null;
        foreach (SubnetPair subnets in SubnetPair.Free(await TakenAsync(engine, cancellation), Environment.ProcessId % SubnetPair.Count).Take(Attempts))
        {
            cancellation.ThrowIfCancellationRequested();
            NetworkPair pair = new(subnets, $"{run}-inside", $"{run}-outside");
            try
            {
                string inside = await CreateAsync(engine, run, pair.Inside, subnets.InsideSubnet, subnets.InsideGateway);
                try
                {
                    await CreateAsync(engine, run, pair.Outside, subnets.OutsideSubnet, subnets.OutsideGateway);
                    return pair;
                }
                catch (DockerApiException)
                {
                    await engine.Client.Networks.DeleteNetworkAsync(inside, CancellationToken.None);
                    throw;
                }
            }
            catch (DockerApiException error) when (error.Message.Contains("overlap", StringComparison.OrdinalIgnoreCase))
            {
                last = error;
            }
        }
        throw new TopologyException("no two neighbouring /24 networks of 198.18.0.0/15 are free; `chaos clean` removes what dead runs left", last);
    }

    /// <returns>Its id.</returns>
    private static async Task<string> CreateAsync(DockerEngine engine, string run, string name, string subnet, string gateway)
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
        return (await engine.Client.Networks.CreateNetworkAsync(parameters, CancellationToken.None)).ID!;
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
