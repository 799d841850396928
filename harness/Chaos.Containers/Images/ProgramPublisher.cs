using System.Diagnostics;

namespace Chaos.Containers.Images;

/// <summary>Compiles a container program ahead of time into one static file, with the SDK that is here anyway.</summary>
internal sealed class ProgramPublisher(ProgramSources sources)
{
    private const int ReportedCharacters = 2000;

    /// <summary>Beside the solution's own build output and never in it: another runtime identifier would disturb it.</summary>
    private string Output => Path.Combine(sources.Artifacts, "images");

    /// <summary>The path of the static program.</summary>
    /// <exception cref="DockerUnavailableException">The toolchain is not complete, or the program does not compile.</exception>
    public async Task<string> PublishAsync(string project, CancellationToken cancellation)
    {
        if (Toolchain.Missing() is { Count: > 0 } missing)
            throw new DockerUnavailableException(
                $"the container programs cannot be compiled without {string.Join(", ", missing)}", DebianPackages.InstallCommand);

        await RunAsync($"publishing {project}", new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                "publish", sources.Project(project), "--configuration", "Release", "--runtime", PackagedPrograms.Platform,
                "--artifacts-path", Output, "--verbosity", "quiet", "-nodeReuse:false",
            },
        }, cancellation);
        return Path.Combine(Output, "publish", project, $"release_{PackagedPrograms.Platform}", project);
    }

    /// <summary>Compiles the NAT for the kernel. The path of the object file.</summary>
    /// <exception cref="DockerUnavailableException">It does not compile.</exception>
    public async Task<string> CompileNatAsync(CancellationToken cancellation)
    {
        string target = Path.Combine(Directory.CreateDirectory(Output).FullName, IProgramFiles.KernelNat);
        await RunAsync("compiling nat.c", new ProcessStartInfo("clang")
        {
            ArgumentList = { "-O2", "-target", "bpf", "-c", sources.KernelNat, "-o", target },
        }, cancellation);
        return target;
    }

    private async Task RunAsync(string purpose, ProcessStartInfo start, CancellationToken cancellation)
    {
        start.WorkingDirectory = sources.Root;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        ForgetOuterBuild(start);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        string report = await RunAsync(process, cancellation);
        if (process.ExitCode != 0)
        {
            throw new DockerUnavailableException(
                $"{purpose} failed with exit code {process.ExitCode}: {report[^Math.Min(report.Length, ReportedCharacters)..]}",
                $"{start.FileName} {string.Join(' ', start.ArgumentList)}");
        }
    }

    // Under `dotnet test` the outer MSBuild's variables would point the inner one to the wrong places.
    private static void ForgetOuterBuild(ProcessStartInfo start)
    {
        foreach (
            string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
    }

    private static async Task<string> RunAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return await output + await errors;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
