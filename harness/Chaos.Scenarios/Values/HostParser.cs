using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`all`, or the number of one host, from 0.</summary>
internal sealed class HostParser(WholeNumberParser<int> number) : ValueParser<HostChoice>
{
    public override Parsed<HostChoice> Parse(string text)
    {
        if (text == "all") return Right(new HostChoice(null));
        Parsed<int> parsed = number.Parse(text);
        return parsed.Wrong is null ? Right(new HostChoice(parsed.Value)) : Wrong($"{parsed.Wrong}, or all");
    }

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(number.Schema(), new JsonObject { ["const"] = "all" }) };
}

/// <summary>One host, or (null) all of them.</summary>
internal readonly record struct HostChoice(int? Host);
