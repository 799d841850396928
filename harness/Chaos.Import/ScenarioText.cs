using System.Globalization;
using System.Text;
using Chaos.Import.Fitting;
using Chaos.Model;

namespace Chaos.Import;

/// <summary>A picture of traffic as a scenario file, with what could not be seen in comments.</summary>
internal static class ScenarioText
{
    private const int MostHosts = 64, MostPorts = 64, UsualMapSize = 65536;

    /// <summary>Where half of the periods lie so near together, one period stands for all.</summary>
    private const double Narrow = 1.25;

    public static string Of(TrafficPicture picture, ImportOptions options, string source)
    {
        StringBuilder text = new();
        text.Append("# yaml-language-server: $schema=./scenario.schema.json\n#\n");
        text.Append(CultureInfo.InvariantCulture, $"# Imported from {source}. It holds no address and no port of the source.\n#\n# "
            + $"Seen:\n");
        foreach (string seen in picture.Seen) text.Append("#   ").Append(seen).Append('\n');
        text.Append("#\n# Not seen:\n");
        foreach (string unseen in Unseen(picture, options)) text.Append("#   ").Append(unseen).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"version: 1\nname: {options.Name}\n");
        text.Append("question: What becomes of this node's connections, at which map size and under which release?\n");
        text.Append(CultureInfo.InvariantCulture, $"clients: {Hosts(picture.Clients, 4)}\nservers: {Hosts(picture.Servers, 8)}\n");
        text.Append(CultureInfo.InvariantCulture, $"portsPerServer: {Math.Clamp(picture.ServerPorts, 1, MostPorts)}\n");
        text.Append(CultureInfo.InvariantCulture, $"duration: 60s\nseed: 42\nrepetitions: 3\nnat:\n  map: {{ "
            + $"size: {options.MapSize ?? UsualMapSize} }}\nflows:\n");
        foreach (LongGroup group in picture.Long) Write(text, group);
        if (picture.Long.Count == 0)
        {
            text.Append("  # No long connection was seen; these stand for them.\n");
            text.Append("  - { name: watched, protocol: udp, count: 10, clientEvery: 5s, reply: true }\n");
        }

        ShortGroup[] pressure = [.. picture.Short.Where(group => group.Rate >= 0.001)];
        text.Append(pressure.Length == 0 ? "pressure: []\nroomy: true\n" : "pressure:\n");
        foreach (ShortGroup group in pressure) Write(text, group);
        return text.Append("matrix:\n  variant: [baseline, cilium-1.17, cilium-1.18]\n").ToString();
    }

    private static IEnumerable<string> Unseen(TrafficPicture picture, ImportOptions options)
    {
        foreach (string unseen in picture.Unseen) yield return unseen;
        if (options.MapSize is null) yield return $"the size of the node's NAT map: {UsualMapSize} is a guess; name it with --map-size, "
            + $"or ask `chaos size`";
        if (picture.Clients > MostHosts || picture.Servers > MostHosts)
            yield return $"all {picture.Clients} clients and {picture.Servers} servers: a scenario has {MostHosts} of each at most";
        if (picture.Clients == 0) yield return "how many hosts there are on either side: 4 clients and 8 servers are a guess";
        yield return "what the payloads are, and how patient the programs are: both are the defaults";
    }

    private static void Write(StringBuilder text, LongGroup group)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {group.Name}\n    protocol: {Word(group.Transport)}\n    "
            + $"count: {Math.Max(1, group.Count)}\n");
        if (group.ClientEvery.Count + group.ServerEvery.Count == 0)
        {
            text.Append("    # Its rhythm was not seen; this is a guess.\n    clientEvery: 10s\n    reply: true\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"    clientEvery: {Period(group.ClientEvery)}\n");
        if (!group.Reply) text.Append(CultureInfo.InvariantCulture, $"    serverEvery: {Period(group.ServerEvery)}\n");
        if (group.Reply) text.Append("    reply: true\n");
    }

    private static void Write(StringBuilder text, ShortGroup group)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {group.Name}\n    protocol: {Word(group.Transport)}\n    "
            + $"rate: {Number(group.Rate)}/s\n");
        text.Append(CultureInfo.InvariantCulture, $"    exchanges: {group.Exchanges}\n    "
            + $"replies: {(group.Answered ? "true" : "false")}\n");
    }

    private static string Period(IReadOnlyList<double> sorted)
    {
        if (sorted.Count == 0) return "never";
        double[] points = [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(share => TrafficFit.Quantile(sorted, share))];
        if (points[3] <= Narrow * points[1]) return Duration(points[2]);
        return string.Join("..", points.Select(Duration));
    }

    /// <summary>The format takes periods from 100 microseconds to a day.</summary>
    private static string Duration(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(Math.Round(seconds * 1000, 1), 0.1, 86_400_000):0.#}ms");

    private static string Number(double rate) => Math.Round(rate, 3).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Word(Transport transport) => transport == Transport.Tcp ? "tcp" : "udp";

    private static int Hosts(int seen, int usual) => seen == 0 ? usual : Math.Min(seen, MostHosts);
}
