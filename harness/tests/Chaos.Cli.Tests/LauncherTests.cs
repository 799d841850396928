using System.Diagnostics;

namespace Chaos.Cli.Tests;

/// <summary>The script `chaos` where it is not run by its owner from its own folder. Its own failures are never exit 1.</summary>
public sealed class LauncherTests
{
    private static readonly string[] AsNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

    [Fact]
    public async Task Through_a_link_it_finds_its_checkout_and_writes_nothing_beside_the_link()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string home = checkout.Folder("home-bin");
        File.CreateSymbolicLink(Path.Combine(home, "second"), Path.Combine(checkout.Root, "chaos"));
        File.CreateSymbolicLink(Path.Combine(home, "chaos"), "second");

        (int exit, string output, string errors) = await checkout.LaunchAsync([Path.Combine(home, "chaos"), "run", "a b"], ("CODE", "1"));

        Assert.True(exit == 1, errors);
        Assert.EndsWith("words=run a b\n", output, StringComparison.Ordinal);
        Assert.Equal(["artifacts"], checkout.Outputs());
        Assert.Equal(2, Directory.GetFileSystemEntries(home).Length);
    }

    [Fact]
    public async Task The_first_build_shows_its_progress_and_the_second_start_builds_nothing()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string chaos = Path.Combine(checkout.Root, "chaos");

        (_, _, string first) = await checkout.LaunchAsync([chaos]);
        (int exit, _, string second) = await checkout.LaunchAsync([chaos]);
        checkout.Write("harness/New.cs", "");
        await checkout.LaunchAsync([chaos]);

        Assert.StartsWith($"chaos: building in {checkout.Root}/artifacts", first, StringComparison.Ordinal);
        Assert.Equal((0, ""), (exit, second));
        Assert.Equal(2, checkout.Builds.Length);
        Assert.Single(Directory.GetDirectories(Path.Combine(checkout.Root, "artifacts", "publish")));
    }

    [Theory]
    [InlineData("70", "error CS0001: no", 70, "the build failed; its output is above")]
    [InlineData("1", "error CS0001: no", 70, "the build failed; its output is above")]
    [InlineData("145", "A compatible .NET SDK was not found.", 69, "the .NET 10 SDK is missing")]
    public async Task A_build_that_fails_is_never_exit_1(string code, string says, int expected, string reason)
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();

        (int exit, string output, string errors) = await checkout.LaunchAsync(
            [Path.Combine(checkout.Root, "chaos")], ("FAILS", code), ("SAYS", says));

        Assert.Equal((expected, ""), (exit, output));
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Contains($"chaos: {reason}", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(checkout.Root, "artifacts", "publish")));
    }

    [MountFact]
    public async Task Another_user_runs_what_the_owner_has_built_and_builds_a_change_in_a_cache_of_his_own()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string chaos = Path.Combine(checkout.Root, "chaos"), home = checkout.Folder("home");
        await FakeCheckout.RunAsync("chown", "65534", home);
        await checkout.LaunchAsync([chaos]);

        (int built, string same, string quiet) = await checkout.LaunchAsync([.. AsNobody, chaos], ("HOME", home));
        checkout.Write("harness/New.cs", "");
        (int changed, string other, string errors) = await checkout.LaunchAsync([.. AsNobody, chaos], ("HOME", home));

        Assert.Equal((0, ""), (built, quiet));
        Assert.StartsWith($"{checkout.Root}/artifacts/publish/", same, StringComparison.Ordinal);
        Assert.True(changed == 0, errors);
        Assert.StartsWith($"{home}/.cache/chaos/", other, StringComparison.Ordinal);
        Assert.Contains($"checkout={checkout.Root} artifacts={home}/.cache/chaos/", other, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(checkout.Root, "artifacts", "publish")));
    }

    [MountFact]
    public async Task Root_leaves_no_files_in_the_checkout_of_another_user()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        await FakeCheckout.RunAsync("chown", "-R", "65534", checkout.Root);

        (int exit, string output, _) = await checkout.LaunchAsync(
            [Path.Combine(checkout.Root, "chaos")], ("XDG_CACHE_HOME", checkout.Folder("cache")));

        Assert.Equal(0, exit);
        Assert.StartsWith($"{checkout.Folder("cache")}/chaos/", output, StringComparison.Ordinal);
        Assert.Empty(checkout.Outputs());
    }

    [MountFact]
    public async Task A_read_only_checkout_is_built_in_the_cache_folder()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string cache = checkout.Folder("cache");
        await FakeCheckout.RunAsync("mount", "--bind", checkout.Root, checkout.Root);
        try
        {
            await FakeCheckout.RunAsync("mount", "-o", "remount,ro,bind", checkout.Root);
            string chaos = Path.Combine(checkout.Root, "chaos");

            (int exit, string output, string errors) = await checkout.LaunchAsync([chaos], ("XDG_CACHE_HOME", cache));
            await checkout.LaunchAsync([chaos], ("XDG_CACHE_HOME", cache));

            Assert.True(exit == 0, errors);
            Assert.StartsWith($"{cache}/chaos/", output, StringComparison.Ordinal);
            Assert.Single(checkout.Builds);
        }
        finally
        {
            await FakeCheckout.RunAsync("umount", checkout.Root);
        }
    }

    [MountFact]
    public async Task Without_a_home_it_builds_in_the_folder_of_temporary_files_and_gives_the_build_a_home_there()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string chaos = Path.Combine(checkout.Root, "chaos"), temporary = checkout.Folder("tmp");
        await FakeCheckout.RunAsync("chmod", "1777", temporary);
        foreach (string home in (string[])["", "/nonexistent", "relative"])
        {
            (int exit, string output, string errors) = await checkout.LaunchAsync(
                [.. AsNobody, chaos], ("HOME", home), ("TMPDIR", temporary));

            Assert.True(exit == 0, errors);
            Assert.StartsWith($"{temporary}/chaos-65534/chaos/", output, StringComparison.Ordinal);
        }

        Assert.StartsWith($"home={temporary}/chaos-65534/chaos/", Assert.Single(checkout.Builds), StringComparison.Ordinal);
        Assert.Empty(checkout.Outputs());
    }

    [MountFact]
    public async Task A_place_that_somebody_else_made_is_not_trusted_and_without_a_place_it_is_exit_73()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string temporary = checkout.Folder("tmp");
        checkout.Folder("tmp/chaos-65534");
        await FakeCheckout.RunAsync("chmod", "-R", "777", temporary);

        (int exit, string output, string errors) = await checkout.LaunchAsync(
            [.. AsNobody, Path.Combine(checkout.Root, "chaos")], ("HOME", ""), ("TMPDIR", temporary));

        Assert.Equal((73, ""), (exit, output));
        Assert.Contains("set XDG_CACHE_HOME to a folder of yours", errors, StringComparison.Ordinal);
        Assert.Empty(checkout.Builds);
    }

    [Fact]
    public async Task A_tarball_takes_no_commit_from_a_repository_above_it()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        await FakeCheckout.RunAsync("mkdir", Path.Combine(Path.GetDirectoryName(checkout.Root)!, ".git"));

        (int exit, _, string errors) = await checkout.LaunchAsync([Path.Combine(checkout.Root, "chaos")]);

        Assert.True(exit == 0, errors);
        Assert.Contains("-p:IncludeSourceRevisionInInformationalVersion=false", Assert.Single(checkout.Builds), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_at_once_build_once_and_the_second_says_that_it_waits()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();
        string chaos = Path.Combine(checkout.Root, "chaos"), gate = Path.Combine(checkout.Folder("gate"), "open");
        await FakeCheckout.RunAsync("mkfifo", gate);
        using Process first = checkout.Start([chaos, "first"], ("GATE", gate));
        // Opening waits for the build, which reads.
        await using FileStream open = await Task.Run(
            () => new FileStream(gate, FileMode.Open, FileAccess.Write), TestContext.Current.CancellationToken);
        using Process second = checkout.Start([chaos, "second"], ("GATE", gate));
        string? waits = await second.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        open.Write("go\n"u8);
        open.Close();

        (int exit, string output, _) = await ChaosProcess.FinishAsync(first);
        (int secondExit, string secondOutput, _) = await ChaosProcess.FinishAsync(second);

        Assert.Equal("chaos: another invocation is building; waiting for it", waits);
        Assert.Equal((0, 0), (exit, secondExit));
        Assert.Contains("words=first", output, StringComparison.Ordinal);
        Assert.Contains("words=second", secondOutput, StringComparison.Ordinal);
        Assert.Single(checkout.Builds);
    }

    [Fact]
    public async Task Closed_standard_output_is_exit_74_before_anything_is_built()
    {
        using FakeCheckout checkout = await FakeCheckout.CreateAsync();

        (int exit, _, string errors) = await checkout.LaunchAsync(
            ["bash", "-c", "\"$0\" run >&-", Path.Combine(checkout.Root, "chaos")]);

        Assert.Equal(74, exit);
        Assert.Contains("standard output: cannot be written: it is closed", errors, StringComparison.Ordinal);
        Assert.Empty(checkout.Builds);
    }
}
