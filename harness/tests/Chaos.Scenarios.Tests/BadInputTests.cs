namespace Chaos.Scenarios.Tests;

/// <summary>One mistake of each kind, with its place, its reason and the remedy.</summary>
public sealed class BadInputTests
{
    private const string Close = "write `]` where it ends";

    private const string Digits = "write digits, with Ki, Mi or Gi behind them for 1024 and its powers, for example 4096 or 64Ki";

    [Theory]
    [InlineData("flows: [\n  { name: x }\nduration: 10s\n", "1:8: cannot be read as YAML: this `[` is never closed; " + Close)]
    [InlineData("matrix: { mapSize: [1, 2 }\n", "1:20: cannot be read as YAML: this `[` is never closed; " + Close)]
    [InlineData("flows:\n\t- { name: x }\n", "2:1: cannot be read as YAML: a tab indents this line; indent with blanks")]
    [InlineData("flows:\n  - name: x\n\tcount: 1\n", "3:1: cannot be read as YAML: a tab indents this line; indent with blanks")]
    [InlineData("flows:\n  - { name: x\nseed: 1\n", "2:5: cannot be read as YAML: this `{` is never closed; write `}` where it ends")]
    [InlineData(
        "name: \"a [ b\"\n# {\nnat: { a: 'it''s [', b: 1 \n",
        "3:6: cannot be read as YAML: this `{` is never closed; write `}` where it ends")]
    public void An_unclosed_bracket_and_a_tab_are_named_where_they_stand(string text, string mistake) =>
        Assert.Equal([$"{Given.File}:{mistake}"], Given.Mistakes(text));

    [Theory]
    [InlineData("null")]
    [InlineData("~")]
    public void Nothing_is_no_value(string nothing)
    {
        AssertMistake(
            Given.Small.Replace("name: small", $"name: {nothing}", StringComparison.Ordinal),
            $"2:7: `name`: `{nothing}` is YAML for nothing; write a value, or leave the key out");
        Assert.Equal(["--set: `name`: `null` is YAML for nothing; write a name"], Given.Mistakes(Given.Small, "name=null"));
    }

    [Fact]
    public void A_long_or_strange_name_is_shortened_where_it_is_a_part_of_a_path()
    {
        string name = new string('a', 99) + "\\u0007";

        string[] mistakes = Given.Mistakes(Given.Small.Replace("name: feeds", $"name: \"{name}\"", StringComparison.Ordinal));

        Assert.StartsWith($"{Given.File}:5:13: `flows.{new string('a', 60)}....name`: ", mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_comes_with_the_nearest_known_one() =>
        AssertMistake(Flow("patiance: 4s"), "5:62: unknown key `patiance`; did you mean `patience`?");

    [Fact]
    public void An_unknown_key_far_from_all_comes_with_the_list() =>
        AssertMistake(
            Given.Small + "nat: { zzzzzz: 1 }",
            "6:8: unknown key `zzzzzz`; known here: target, image, env, variant, portSelection, retries, portDraw, staleEgress, ports, "
            + "unmatched, icmp, rss, conntrack, conntrackTcpSize, conntrackAnySize, conntrackGcInterval, map");

    [Fact]
    public void A_misspelt_required_key_is_not_called_missing_too() =>
        AssertMistake(
            Given.Small.Replace("duration", "duratoin", StringComparison.Ordinal), "3:1: unknown key `duratoin`; did you mean `duration`?");

    [Fact]
    public void Keys_are_case_sensitive() =>
        AssertMistake(Given.Small + "Seed: 4", "6:1: unknown key `Seed`; did you mean `seed`?");

    [Theory]
    [InlineData(
        "duration: 10s", "duration: 10 minutes",
        "3:11: `duration`: `10 minutes` has the unknown unit ` minutes`; a duration takes ns, us, ms, s, m or h, for example 10s")]
    [InlineData(
        "serverEvery: 1s", "serverEvery: 1",
        "5:58: `flows.feeds.serverEvery`: `1` has no unit; a duration takes ns, us, ms, s, m or h, for example 10s, or never, or a spread "
        + "such as 5s..20s")]
    [InlineData(
        "serverEvery: 1s", "serverEvery: 1s, jitter: 20",
        "5:70: `flows.feeds.jitter`: `20` has no unit; a percentage takes %, for example 20%")]
    [InlineData(
        "serverEvery: 1s", "serverEvery: 1s, payload: 64k",
        "5:71: `flows.feeds.payload`: `64k` is not a size; write whole bytes with the unit B, for example 128B or 64B..256B")]
    public void A_wrong_unit_says_which_are_allowed(string right, string wrong, string mistake) =>
        AssertMistake(Given.Small.Replace(right, wrong, StringComparison.Ordinal), mistake);

    [Theory]
    [InlineData("-5", "`-5` is out of range; allowed is 1 to 1000000")]
    [InlineData("0", "`0` is out of range; allowed is 1 to 1000000")]
    [InlineData("99999999999999999999", "`99999999999999999999` is out of range; allowed is 1 to 1000000")]
    [InlineData("1e400", "`1e400` is not a whole number; " + Digits)]
    [InlineData("NaN", "`NaN` is not a whole number; " + Digits)]
    [InlineData("64KiB", "`64KiB` is not a whole number; " + Digits)]
    [InlineData("1.5", "`1.5` is not a whole number; " + Digits)]
    [InlineData("1Gi", "`1Gi` is out of range; allowed is 1 to 1000000")]
    public void A_negative_or_absurd_count_is_out_of_range(string count, string reason) =>
        AssertMistake(Given.Small.Replace("count: 5", $"count: {count}", StringComparison.Ordinal), $"5:42: `flows.feeds.count`: {reason}");

    [Fact]
    public void Jitter_above_100_percent_is_out_of_range() =>
        AssertMistake(Flow("jitter: 101%"), "5:70: `flows.feeds.jitter`: `101%` is out of range; allowed is 0% to 100%");

    [Fact]
    public void An_empty_matrix_is_a_mistake() =>
        AssertMistake(
            Given.Small + "matrix: {}", "6:9: `matrix` must be a mapping with at least one path, for example `mapSize: [1024, 4096]`");

    [Fact]
    public void Two_groups_of_one_name_are_a_mistake() => AssertMistake(
        Given.Small + "pressure: [{ name: feeds, protocol: udp, rate: 1/s }]",
        "6:20: `pressure.feeds.name`: another group is called `feeds`; names are unique across flows and pressure");

    [Fact]
    public void A_variant_that_does_not_exist_is_a_mistake() => AssertMistake(
        Given.Small + "nat: { variant: cilium-1.77 }",
        $"6:17: `nat.variant`: `cilium-1.77` is not one of {string.Join(", ", Nat.Variants.VariantCatalog.Names)}, or a patch release of "
        + "these; did you mean `cilium-1.17`?");

    [Fact]
    public void Yaml_that_does_not_parse_has_a_place()
    {
        string mistake = Assert.Single(Given.Mistakes(Given.Small + "nat: [ }"));

        Assert.StartsWith($"{Given.File}:6:6: cannot be read as YAML: this `[` is never closed", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void An_empty_file_is_a_mistake(string text) =>
        AssertMistake(text, "1:1: the file is empty; a scenario needs at least version, name, duration and flows");

    [Theory]
    [InlineData("hello", "1:1: a scenario is a mapping of keys, such as `name: my-scenario`")]
    [InlineData("- a", "1:1: a scenario is a mapping of keys, such as `name: my-scenario`")]
    public void A_file_that_is_no_mapping_is_a_mistake(string text, string mistake) => AssertMistake(text, mistake);

    [Fact]
    public void Aliases_that_explode_are_refused_where_they_stand()
    {
        string[] mistakes = Given.Mistakes("a: &a [x, x]\nb: &b [*a, *a]\n<<: *b\nc: !!str d\n");

        string[] expected =
        [
            "1:4: anchors (&)", "2:4: anchors (&)", "2:8: aliases (*)", "2:12: aliases (*)", "3:1: merge keys (<<)", "3:5: aliases (*)",
            "4:4: tags (!)",
        ];
        foreach (string mistake in expected)
            Assert.Contains(mistakes, line => line.StartsWith($"{Given.File}:{mistake} are not allowed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{ a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Nesting_without_end_is_cut_short(string opening)
    {
        string mistake = Assert.Single(Given.Mistakes(string.Concat(Enumerable.Repeat(opening, 100_000))));

        Assert.Contains("nested deeper than 16 levels", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_without_end_are_cut_short()
    {
        string mistake = Assert.Single(Given.Mistakes(string.Concat(Enumerable.Range(0, 11_000).Select(number => $"k{number}: 1\n"))));

        Assert.Contains("more than 20000 values", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_document_is_refused() =>
        AssertMistake(Given.Small + "---\nversion: 1\n", "6:1: a second document begins here; put each scenario into a file of its own");

    [Fact]
    public void A_duplicate_key_is_refused() =>
        AssertMistake(Given.Small + "name: other\n", "6:1: `name` is there twice, first in line 2; keep one");

    [Theory]
    [InlineData("nat: 5", "6:6: `nat` must be a mapping with at least one key")]
    [InlineData("nat: {}", "6:6: `nat` must be a mapping with at least one key")]
    [InlineData("seed: [1]", "6:7: `seed` must be a single value")]
    [InlineData("pressure: 5", "6:11: `pressure` must be a list, or [] for none")]
    [InlineData("faults: []", "6:9: `faults` is an empty list; write an item or leave the key out")]
    [InlineData("faults: [5]", "6:10: an item of `faults` must be a mapping with keys such as at")]
    [InlineData("expect: []", "6:9: `expect` is an empty list; write an item or leave the key out")]
    [InlineData("[a]: 5", "6:1: a key is one word; lists and mappings cannot be keys")]
    [InlineData("topology: node-port", "6:11: `topology`: `node-port` is not one of egress, nodeport; did you mean `nodeport`?")]
    [InlineData("nat: { map: { lru: perCPU } }", "6:20: `nat.map.lru`: `perCPU` is not one of common, percpu; did you mean `percpu`?")]
    [InlineData("nat: { ports: 0-5 }", "6:15: `nat.ports`: `0-5` is out of range; ports are 1 to 65535")]
    [InlineData(
        "sourcePorts: 1-1",
        "4:1: `flows`: 2 watched flows per client do not fit into the 1 source ports; add clients, widen sourcePorts or watch fewer flows")]
    [InlineData("clients: 65", "6:10: `clients`: `65` is out of range; allowed is 1 to 64")]
    [InlineData("question: \"\\a\"", "6:11: `question`: `\\u0007` holds a control character or half of a character; write plain text")]
    public void One_more_line_is_one_mistake(string line, string mistake) => AssertMistake(Given.Small + line, mistake);

    [Fact]
    public void A_flow_that_never_speaks_is_a_mistake() => AssertMistake(
        Given.Small.Replace("serverEvery: 1s", "jitter: 1%", StringComparison.Ordinal),
        "5:5: `flows.feeds.clientEvery`: nobody ever sends, so nothing can be watched; give clientEvery or serverEvery a period, for "
        + "example 1s");

    [Fact]
    public void A_client_waits_a_little_before_it_opens_a_flow_again() =>
        AssertMistake(
            Flow("onDeath: reopen, reopenAfter: 1ms"), "5:92: `flows.feeds.reopenAfter`: `1ms` is out of range; allowed is 10ms to 24h");

    [Theory]
    [InlineData("5s..2s", "`5s..2s` runs backwards; write the shorter period first")]
    [InlineData(
        "1s..2s..3s", "`1s..2s..3s` has 3 numbers; write one period, the shortest and the longest, or five: shortest, quartiles, longest")]
    [InlineData("1s..2", "`2` has no unit; a duration takes ns, us, ms, s, m or h, for example 10s, or never, or a spread such as 5s..20s")]
    public void A_spread_of_periods_has_two_or_five_numbers_in_order(string spread, string reason) =>
        AssertMistake(Flow($"clientEvery: {spread}"), $"5:75: `flows.feeds.clientEvery`: {reason}");

    [Fact]
    public void An_unknown_profile_is_one_mistake() => AssertMistake(
        Given.Small.Replace("protocol: udp", "profile: voipp", StringComparison.Ordinal),
        "5:29: `flows.feeds.profile`: `voipp` is not one of websocket-idle, mobile-push, voip, metrics-sender, request-response, "
        + "bulk-download, database-pool, dns; did you mean `voip`?");

    [Fact]
    public void A_profile_and_a_mix_exclude_each_other() =>
        AssertMistake(
            Flow("profile: voip, mix: { dns: 1 }"), "5:82: `flows.feeds.mix`: there is a `profile` already; write one of the two");

    [Fact]
    public void A_mix_names_profiles_that_exist() =>
        AssertMistake(Flow("mix: { dns: 1, voipp: 2 }"), "5:77: unknown key `voipp`; did you mean `voip`?");

    [Fact]
    public void A_group_without_a_profile_needs_its_protocol() => AssertMistake(
        Given.Small.Replace("protocol: udp, ", "", StringComparison.Ordinal),
        "5:5: `flows.feeds.protocol` is missing; it is required: tcp or udp.");

    [Theory]
    [InlineData("protocol: udp", "UDP has no keep-alive; give the client a rhythm instead (clientEvery, reply: true)", "30s")]
    [InlineData("protocol: tcp", "`1500ms` is no whole number of seconds, in which a kernel counts its keep-alive", "1500ms")]
    [InlineData("protocol: tcp", "`0s` is out of range; allowed is 1s to 32767s, or never", "0s")]
    public void A_keep_alive_is_what_a_kernel_can_do(string protocol, string reason, string keepAlive) => AssertMistake(
        Flow($"keepAlive: {keepAlive}").Replace("protocol: udp", protocol, StringComparison.Ordinal),
        $"5:73: `flows.feeds.keepAlive`: {reason}");

    [Fact]
    public void A_burst_fits_into_its_period() => AssertMistake(
        Given.Small + "pressure: [{ name: dns, profile: dns, rate: 1/s, burst: { every: 1s, length: 2s } }]",
        "6:78: `pressure.dns.burst.length`: 2s is longer than the period of the bursts (1s)");

    [Fact]
    public void A_ramp_needs_both_of_its_values() => AssertMistake(
        Given.Small + "pressure: [{ name: dns, profile: dns, rate: 1/s, ramp: { over: 1s } }]",
        "6:56: `pressure.dns.ramp.to` is missing; it is required: The rate at the end, kept from there on.");

    [Fact]
    public void A_million_watched_flows_are_the_limit() => AssertMistake(
        Given.Small.Replace("count: 5", "count: 1000000", StringComparison.Ordinal)
            + "  - { name: more, protocol: tcp, count: 1, clientEvery: 1s }",
        "4:1: `flows`: 1000001 watched flows in all; at most 1000000 are allowed");

    [Fact]
    public void Another_version_is_refused() =>
        AssertMistake(Given.Small.Replace("version: 1", "version: 2", StringComparison.Ordinal), "1:10: `version`: `2` is not one of 1");

    [Fact]
    public void Every_mistake_of_a_file_is_reported_by_position()
    {
        IReadOnlyList<Mistake> mistakes = Given.Load("""
            version: 1
            nmae: x
            duration: -5s
            flows:
              - { name: A, protocol: icmp, count: 0 }
              - { name: b, protocol: udp, jitter: 1 }
            matrix:
              mapSize: [0, big]
            """).Mistakes;

        Assert.Equal(
            [(2, 1), (3, 11), (5, 5), (5, 13), (5, 26), (5, 39), (6, 5), (6, 5), (6, 39), (8, 13), (8, 16)],
            mistakes.Select(mistake => (mistake.Line, mistake.Column)));
    }

    private static string Flow(string more) => Given.Small.Replace("serverEvery: 1s", $"serverEvery: 1s, {more}", StringComparison.Ordinal);

    private static void AssertMistake(string text, string mistake) => Assert.Equal([$"{Given.File}:{mistake}"], Given.Mistakes(text));
}
