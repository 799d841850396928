using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`untilFull`, `none`, or how long the pressure runs before t = 0.</summary>
internal sealed class WarmUpParser(DurationParser duration) : ValueParser<WarmUp>
{
    public override Parsed<WarmUp> Parse(string text)
    {
        switch (text)
        {
            case "untilFull":
                return Right(new WarmUp(WarmUpKind.UntilFull, TimeSpan.Zero));
            case "none":
                return Right(new WarmUp(WarmUpKind.None, TimeSpan.Zero));
            default:
                Parsed<TimeSpan> parsed = duration.Parse(text);
                return parsed.Wrong is null
                    ? Right(new WarmUp(WarmUpKind.Fixed, parsed.Value))
                    : Wrong($"{parsed.Wrong}, or untilFull, or none");
        }
    }

    public override JsonObject Schema() => PatternSchema($"^(untilFull|none|{DurationParser.Pattern})$");
}
