using System.Diagnostics;

namespace Chaos.Cli.Tests;

/// <summary>As much of a checkout as the script `chaos` looks at, and a `dotnet` of ours in place of the SDK.</summary>
internal sealed class FakeCheckout : IDisposable
{
    /// <summary>
    /// `publish` notes itself and writes a program, unless the variable FAILS has an exit code; else the arguments and some of the
    /// environment are printed, and the exit code is that of the variable CODE.
    /// </summary>
    private const string Dotnet = """
        #!/usr/bin/env bash
        if [[ $1 == publish ]]; then
            echo "home=${HOME:-} $*" >>"$BUILDS"
            if [[ -n ${GATE:-} ]]; then read -r _ <"$GATE"; fi
            echo "  Chaos.Core -> /somewhere/Chaos.Core.dll"
            if [[ -n ${FAILS:-} ]]; then echo "${SAYS:-error CS0001: no}"; exit "$FAILS"; fi
            while (($# > 0)); do [[ $1 == -o ]] && out=$2; shift; done
            mkdir -p "$out" && : >"$out/chaos.dll"
            exit
        fi
        echo "$1 checkout=${CHAOS_CHECKOUT:-} artifacts=${CHAOS_ARTIFACTS:-} words=${*:2}"
        exit "${CODE:-0}"
        """;

    private readonly ChaosProcess scratch = new();

    private FakeCheckout()
    {
    }

    public string Root => Path.Combine(scratch.Folder.FullName, "checkout");

    /// <summary>A line for each build.</summary>
    public string[] Builds => File.Exists(Path.Combine(scratch.Folder.FullName, "builds"))
        ? File.ReadAllLines(Path.Combine(scratch.Folder.FullName, "builds"))
        : [];

    public static async Task<FakeCheckout> CreateAsync()
    {
        FakeCheckout checkout = new();
        checkout.scratch.Folder.CreateSubdirectory("checkout");
        File.Copy(Path.Combine(ChaosProcess.Root, "chaos"), Path.Combine(checkout.Root, "chaos"));
        foreach (string folder in (string[])["targets", "harness", "reports"])
            Directory.CreateDirectory(Path.Combine(checkout.Root, folder));
        foreach (string file in (string[])["Directory.Build.props", "global.json", "BannedSymbols.txt"])
            checkout.scratch.Write($"checkout/{file}", "");
        checkout.Folder("bin");
        await RunAsync("chmod", "+x", Path.Combine(checkout.scratch.Folder.FullName, checkout.scratch.Write("bin/dotnet", Dotnet)));
        // Other users are to come in, and to note their builds.
        await RunAsync("chmod", "755", checkout.scratch.Folder.FullName);
        checkout.scratch.Write("builds", "");
        await RunAsync("chmod", "666", Path.Combine(checkout.scratch.Folder.FullName, "builds"));
        return checkout;
    }

    /// <summary>A folder beside the checkout.</summary>
    public string Folder(string name) => scratch.Folder.CreateSubdirectory(name).FullName;

    public void Write(string name, string text) => scratch.Write(Path.Combine("checkout", name), text);

    /// <summary>Every path in the checkout but those of its sources.</summary>
    public string[] Outputs() => [.. Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)!)
        .Except(["chaos", "targets", "harness", "reports", "Directory.Build.props", "global.json", "BannedSymbols.txt"])];

    /// <param name="command">Words; the first is the program.</param>
    /// <param name="environment">Over that of the tests; an empty value removes the variable.</param>
    public Process Start(IEnumerable<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        string[] words = [.. command];
        ProcessStartInfo start = new(words[0], words[1..])
        {
            WorkingDirectory = scratch.Folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Folder("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["BUILDS"] = Path.Combine(scratch.Folder.FullName, "builds");
        start.Environment.Remove("XDG_CACHE_HOME");
        foreach ((string name, string value) in environment)
        {
            if (value.Length > 0) start.Environment[name] = value;
            else start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }

    public async Task<(int Exit, string Output, string Errors)> LaunchAsync(
        IEnumerable<string> command, params IEnumerable<(string Name, string Value)> environment) =>
        await ChaosProcess.FinishAsync(Start(command, environment));

    public static async Task RunAsync(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose() => scratch.Dispose();
}
