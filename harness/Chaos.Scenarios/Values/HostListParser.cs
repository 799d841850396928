using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>`[0..3]`, `[0, 2, 5..7]`, `4`: numbers of hosts, in order, each once.</summary>
/// <param name="highest">The highest number of a host that any scenario has.</param>
internal sealed partial class HostListParser(int highest) : ValueParser<IReadOnlyList<int>?>
{
    private const string Pattern = @"[0-9]+(\.\.[0-9]+)?";

    public override bool TakesList => true;

    public override Parsed<IReadOnlyList<int>?> Parse(string text)
    {
        string list = text is ['[', .. var inner, ']'] ? inner : text;
        SortedSet<int> hosts = [];
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            Match match = Shape().Match(part);
            if (!match.Success)
                return Wrong($"{Quote.Of(text)} is not a list of hosts; write numbers from 0 and ranges, for example [0..3]");
            if (!IsHost(match.Groups["low"].Value, out int low) || !IsHost(match.Groups["high"].Value, out int high))
                return Wrong($"{Quote.Of(text)} is out of range; hosts are 0 to {highest}");
            if (match.Groups["high"].Length == 0) high = low;
            if (low > high) return Wrong($"{Quote.Of(text)} runs backwards; write the smaller number first");
            for (int host = low; host <= high; host++)
                if (!hosts.Add(host))
                    return Wrong($"{Quote.Of(text)} has host {host} twice; write it once");
        }

        return Right([.. hosts]);
    }

    public override JsonObject Schema()
    {
        JsonObject one = new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = highest },
                PatternSchema($"^{Pattern}$")),
        };
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(
                one.DeepClone(), PatternSchema($@"^\[?{Pattern}(, *{Pattern})*\]?$"),
                new JsonObject { ["type"] = "array", ["items"] = one, ["minItems"] = 1 }),
        };
    }

    private bool IsHost(string digits, out int host)
    {
        host = 0;
        return digits.Length == 0 || (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out host) && host <= highest);
    }

    [GeneratedRegex(@"\A(?<low>[0-9]+)(\.\.(?<high>[0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
