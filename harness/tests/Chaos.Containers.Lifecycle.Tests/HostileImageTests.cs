using Chaos.Cli.Tests;
using Chaos.Containers.Cleaning;
using Chaos.Containers.Tests.Support;
using Chaos.Targets.Image;
using Chaos.Worlds;

namespace Chaos.Containers.Lifecycle.Tests;

/// <summary>Images that do not keep the contract: each ends in its own error, and nothing of the run is left.</summary>
[Trait("Category", "Docker")]
[Collection(nameof(LocalImages))]
public sealed class HostileImageTests(DockerFixture docker, LocalImages images)
{
    private const string Ready = """echo '{"type":"ready"}'; """;

    private const string Gateways = """
        ip address add $CHAOS_INSIDE_GATEWAY/24 dev eth0; ip address add $CHAOS_OUTSIDE_GATEWAY/24 dev eth1;
        ip address add $CHAOS_EGRESS_ADDRESS/32 dev eth1;
        """;

    private const string Masquerade =
        "nft 'table ip t { chain c { type nat hook postrouting priority srcnat; oifname eth1 snat to '$CHAOS_EGRESS_ADDRESS'; }; }'; ";

    private const string Waits = "sleep 1000";

    private static readonly TimeSpan limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("silent", "echo thinking >&2; " + Waits, "has not written {\"type\":\"ready\"} within 20 s: thinking")]
    [InlineData("dies", "echo no such table >&2; exit 3", "ended with exit code 3: no such table")]
    [InlineData("cannot", "echo only drop >&2; exit 127", "does not support what its environment asks (exit code 127): only drop")]
    [InlineData("dead-end", Ready + Waits, "no packet from a client has reached a server through the target image")]
    [InlineData("open", Gateways + Masquerade + Ready + Waits, "a client's own address")]
    [InlineData("one-line", "dd if=/dev/zero bs=1M count=1024", "wrote a line of more than 65536 bytes")]
    [InlineData("lines", "yes", "wrote a line that is no object of the contract: y")]
    [InlineData("log", "yes >&2", "wrote more than 64 MiB to standard error: y")]
    public async Task An_image_that_does_not_keep_the_contract_is_refused_before_the_run(string name, string script, string reason)
    {
        string image = await images.ShellAsync(name, script);
        long began = TimeProvider.System.GetTimestamp();

        DockerUnavailableException refused = await Assert.ThrowsAsync<DockerUnavailableException>(
            () => docker.RunAsync(new ImageTarget(), Scenario(name, image), new HastyTime(4)));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(image, refused.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, limit);
        await AssertNothingIsLeftAsync(name);
    }

    [Fact]
    public async Task An_image_that_answers_another_verb_than_it_was_asked_ends_the_run_with_that_reason()
    {
        string script = Gateways + Masquerade + """
            nft 'table ip u { chain c { type filter hook forward priority 0; iifname eth1 ct state new drop; }; }'
            echo '{"type":"ready","verbs":["stats"]}'; read -r order; echo '{"type":"flush"}'; sleep 1000
            """;
        string image = await images.ShellAsync("liar", script);

        (RunOutcome outcome, _) = await docker.RunAsync(new ImageTarget(), Scenario("liar", image));

        Assert.Equal($"the image {image} answered `stats` with `flush`", Assert.Single(outcome.Invalidations));
        await AssertNothingIsLeftAsync("liar");
    }

    [Theory]
    [InlineData(Gateways + Ready + Waits, "image-target-test:routes is not in the path: a server saw a client's packet from 198.1")]
    [InlineData(null, "the engine has no image image-target-test:missing, and Chaos pulls none. Try: docker pull")]
    public async Task The_command_ends_with_69_where_an_image_cannot_be_had(string? script, string reason)
    {
        docker.SkipWithoutDocker();
        string image = script is null ? "image-target-test:missing" : await images.ShellAsync("routes", script);
        using ChaosProcess chaos = new();

        (int exit, string output, string errors) = await chaos.RunAsync(
            "run", chaos.Write("routes.yaml", Scenario("routes", image)), "--backend", "docker", "--set", "control=off", "--out", "run");

        Assert.True(exit == 69, output + errors);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync("routes");
    }

    private static string Scenario(string name, string image) => $$"""
        version: 1
        name: {{name}}
        clients: 1
        servers: 1
        duration: 1s
        seed: 7
        repetitions: 1
        nat: { target: image, image: '{{image}}' }
        flows: [ { name: feeds, protocol: udp, count: 2, clientEvery: 100ms } ]
        """;

    private async Task AssertNothingIsLeftAsync(string name) => Assert.DoesNotContain(
        await Leftovers.FindAsync(docker.Engine, Cancellation),
        leftover => leftover.Run.StartsWith($"chaos-{name}", StringComparison.Ordinal));
}
