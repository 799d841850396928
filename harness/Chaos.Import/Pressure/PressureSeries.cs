using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chaos.Import.Fitting;
using Chaos.Model;

namespace Chaos.Import.Pressure;

/// <summary>How full a node's NAT map was: `cilium_bpf_map_pressure` as an exporter prints it, or as Prometheus answers a query.</summary>
internal sealed partial class PressureSeries
{
    private const string Metric = "cilium_bpf_map_pressure";

    /// <summary>Cilium's default with 512k entries; seconds in which it fills where no slope is seen.</summary>
    private const int UsualMapSize = 524_288;

    private const double GuessedFill = 60;

    /// <summary>By map name, and within it by series: value by time; NaN stands for no time.</summary>
    private readonly SortedDictionary<string, List<(double At, double Fill)>> maps = new(StringComparer.Ordinal);

    public static TrafficPicture OfText(Stream stream, string file, int? mapSize)
    {
        PressureSeries series = new();
        foreach ((long number, string text) in BoundedLines.Read(stream, file))
        {
            if (!text.StartsWith(Metric, StringComparison.Ordinal)) continue;
            if (Sample().Match(text) is not { Success: true } match || !TryFill(match.Groups["value"].Value, out double fill))
                throw BadImportException.AtLine(file, number, $"this is no sample of {Metric}");
            double at = match.Groups["time"].Success ? double.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture) / 1000
                : double.NaN;
            series.Add(MapName().Match(text).Groups["name"].Value, at, fill);
        }

        return series.Picture(file, mapSize);
    }

    public static TrafficPicture OfJson(JsonDocument document, string file, int? mapSize)
    {
        PressureSeries series = new();
        if (!TryMember(document.RootElement, "data", out JsonElement data) || !TryMember(data, "result", out JsonElement result)
            || result.ValueKind != JsonValueKind.Array)
            throw new BadImportException($"{file}: this is no answer of the Prometheus API: there is no data.result");
        foreach (JsonElement one in result.EnumerateArray())
        {
            string map = TryMember(one, "metric", out JsonElement labels) && TryMember(labels, "map_name", out JsonElement name)
                ? name.ToString() : "";
            if (TryMember(one, "values", out JsonElement values) && values.ValueKind == JsonValueKind.Array)
                foreach (JsonElement value in values.EnumerateArray()) series.Add(map, value, file);
            else if (TryMember(one, "value", out JsonElement single)) series.Add(map, single, file);
        }

        return series.Picture(file, mapSize);
    }

    private void Add(string map, JsonElement sample, string file)
    {
        if (sample.ValueKind != JsonValueKind.Array || sample.GetArrayLength() != 2 || sample[0].ValueKind != JsonValueKind.Number
            || !sample[0].TryGetDouble(out double at) || !TryFill(sample[1].ToString(), out double fill))
            throw new BadImportException($"{file}: a sample must be [time, \"value\"], with a value from 0 to 1");
        Add(map, at, fill);
    }

    private void Add(string map, double at, double fill)
    {
        if (!maps.TryGetValue(map, out List<(double, double)>? samples)) maps[map] = samples = [];
        samples.Add((at, fill));
    }

    private TrafficPicture Picture(string file, int? mapSize)
    {
        if (maps.Count == 0) throw new BadImportException($"{file}: there is no sample of {Metric}");
        string nat = maps.Keys.FirstOrDefault(name => name.Contains("snat_v4", StringComparison.Ordinal))
            ?? maps.Keys.FirstOrDefault(name => name.Contains("nat", StringComparison.Ordinal))
            ?? throw new BadImportException($"{file}: no NAT map is among them; there are {string.Join(", ", maps.Keys.Take(10))}");
        List<(double At, double Fill)> samples = maps[nat];
        int size = mapSize ?? UsualMapSize;
        double most = samples.Max(sample => sample.Fill);
        double? slope = Slope(samples);
        double rate = Math.Clamp((slope ?? most / GuessedFill) * size / 2, 0.001, 1_000_000);
        TrafficPicture picture = new() { Short = [new ShortGroup("arrivals", Transport.Udp, rate, 1, true)] };
        picture.Seen.Add(string.Create(
            CultureInfo.InvariantCulture, $"{samples.Count} samples of {nat}, full to {most:P0} at most: {(int)(most * size / 2)} "
                + $"mappings of {size} entries"));
        picture.Seen.Add(slope is { } steepest
            ? string.Create(CultureInfo.InvariantCulture,
            $"it filled by {steepest:P2} of its entries a second at most; so fast, at least, new connections come")
            : "no two samples show it fill");
        if (mapSize is null) picture.Unseen.Add($"how many entries the map has: {UsualMapSize} is Cilium's usual size; name it with "
            + $"--map-size");
        if (slope is null) picture.Unseen.Add($"how fast new connections come: the rate is a guess that fills the map in {GuessedFill} s");
        if (most >= 0.99) picture.Unseen.Add("arrivals while it was full: a full LRU map stays full, however many come");
        picture.Unseen.Add("everything but the number of entries: protocols, answers, lifetimes, rhythms, and how many connections are "
            + "alive");
        return picture;
    }

    /// <summary>The steepest rise between two samples, in shares of the map a second; null: none rises.</summary>
    private static double? Slope(List<(double At, double Fill)> samples)
    {
        (double At, double Fill)[] ordered = [.. samples.Where(sample => !double.IsNaN(sample.At)).OrderBy(sample => sample.At)];
        double[] rises = [.. ordered.Zip(ordered.Skip(1))
            .Where(pair => pair.Second.At > pair.First.At && pair.Second.Fill > pair.First.Fill)
            .Select(pair => (pair.Second.Fill - pair.First.Fill) / (pair.Second.At - pair.First.At))];
        return rises.Length == 0 ? null : rises.Max();
    }

    private static bool TryFill(string text, out double fill) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out fill) && fill is >= 0 and <= 2;

    private static bool TryMember(JsonElement owner, string name, out JsonElement value)
    {
        value = default;
        return owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out value);
    }

    [GeneratedRegex(
        @"\A[a-z_]+(\{[^}]*\})?\s+(?<value>\S+)(\s+(?<time>[0-9]{1,16}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sample();

    [GeneratedRegex("map_name=\"(?<name>[A-Za-z0-9_]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MapName();
}
