namespace Chaos.Scenarios.Tests;

/// <summary>Whatever happens to a good file, loading answers with a plan or with mistakes, never with an exception.</summary>
public sealed class MutationTests
{
    private const string Spice = "{}[]:,#&*!|>'\"%@`-?\\~\0\t\r\n <=.9Ux\uFFFF\uD800\u2028";

    private static readonly string[] Values =
    [
        "1e400", "-5", "99999999999999999999", "NaN", "-0", "0.0000000000000000000000000001s", "\"\\UFFFFFFFF\"", "\"\\x\"", "1e400s",
        "-1%", "101%", "99999999999999999999999999999999999999h", "0-0", "65536-1", "*a", "&a b", "!!int 5", "null", "[]", "{}", "''",
        "\u0665s", "9B..1B", "0/s", "Infinity",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_mutated_scenario_gives_a_plan_or_mistakes(int seed)
    {
        SeededNumbers random = new((ulong)seed);
        for (int round = 0; round < 1500; round++)
        {
            string text = random.Next(2) == 0 ? Given.Full : Given.Small;
            for (int change = random.Next(3); change >= 0; change--)
                text = Mutate(text, random);

            Exception? failure = Record.Exception(() => AssertPlanOrMistakes(text));

            Assert.True(failure is null, $"seed {seed}, round {round}: {failure}\n{text}");
        }
    }

    [Fact]
    public void A_mutated_path_gives_a_plan_or_mistakes()
    {
        SeededNumbers random = new(5);
        for (int round = 0; round < 1500; round++)
        {
            string set = Mutate("flows.feeds.clientEvery=1s", random);

            LoadResult result = Given.Load(Given.Full, set);

            Assert.True((result.Plan is null) == (result.Mistakes.Count > 0), set);
        }
    }

    private static void AssertPlanOrMistakes(string text)
    {
        LoadResult result = Given.Load(text);
        Assert.Equal(result.Plan is null, result.Mistakes.Count > 0);
        Assert.All(result.Mistakes, mistake => Assert.True(mistake is { Line: > 0, Column: > 0, File: Given.File }, mistake.ToString()));
        if (result.Plan is { } plan) Assert.Equal(Given.Show(plan), Given.Show(Given.Plan(plan.ResolvedYaml)));
    }

    private static string Mutate(string text, SeededNumbers random)
    {
        int at = random.Next(text.Length + 1);
        int length = Math.Min(random.Next(6), text.Length - at);
        switch (random.Next(6))
        {
            case 0:
                return text[..at];
            case 1:
                return text.Remove(at, length);
            case 2:
                return text.Remove(at, Math.Min(1, length)).Insert(at, Spice[random.Next(Spice.Length)].ToString());
            case 3:
                return text.Insert(at, text.Substring(at, length));
            case 4:
                string[] lines = text.Split('\n');
                (int first, int second) = (random.Next(lines.Length), random.Next(lines.Length));
                (lines[first], lines[second]) = (lines[second], lines[first]);
                return string.Join('\n', lines);
            default:
                return ReplaceValue(text, at, Values[random.Next(Values.Length)]);
        }
    }

    /// <summary>The next value behind a colon becomes a hostile one.</summary>
    private static string ReplaceValue(string text, int from, string value)
    {
        int begin = text.IndexOf(": ", from, StringComparison.Ordinal);
        if (begin < 0) return text;
        int end = text.IndexOfAny([',', '}', '\n'], begin);
        return end < 0 ? text : string.Concat(text.AsSpan(0, begin + 2), value, text.AsSpan(end));
    }
}
