using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Chaos.Cluster.Tests.Support;

/// <summary>A Slurm of this machine alone: one node, its own munge, everything in one folder and on loopback.</summary>
public sealed class SlurmCluster : IAsyncDisposable
{
    private const int ControllerPort = 26817, NodePort = 26818;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-slurm-");
    private readonly List<Process> daemons = [];

    /// <summary>What its commands need in their environment.</summary>
    public (string Name, string Value) Environment => ("SLURM_CONF", Path.Combine(folder.FullName, "slurm.conf"));

    /// <summary>Skips the test, or fails it in CI, where Slurm is not installed.</summary>
    public static async Task<SlurmCluster> StartAsync()
    {
        SlurmCluster cluster = new();
        try
        {
            await cluster.StartDaemonsAsync();
        }
        catch (Win32Exception missing)
        {
            await cluster.DisposeAsync();
            if (System.Environment.GetEnvironmentVariable("CHAOS_REQUIRE_DOCKER") == "1")
                Assert.Fail($"Slurm is missing: {missing.Message}");
            Assert.Skip("needs slurm-wlm, munge and root");
        }

        return cluster;
    }

    /// <summary>Runs one of its commands.</summary>
    public async Task<(int Exit, string Output)> RunAsync(string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Environment.Name] = Environment.Value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process daemon in daemons.AsEnumerable().Reverse())
        {
            if (!daemon.HasExited) daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private async Task StartDaemonsAsync()
    {
        string socket = Path.Combine(folder.FullName, "munge.sock"), key = Path.Combine(folder.FullName, "munge.key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // munged insists that others can reach its socket, and that nobody else can write around it.
        File.SetUnixFileMode(
            folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await File.WriteAllTextAsync(Environment.Value, Configuration(socket));
        Start(
            "munged", "--foreground", "--force", $"--socket={socket}", $"--key-file={key}", $"--log-file={folder.FullName}/munged.log",
            $"--pid-file={folder.FullName}/munged.pid", $"--seed-file={folder.FullName}/munged.seed");
        await UntilAsync(() => Task.FromResult(File.Exists(socket)), "munged has no socket");
        Start("slurmctld", "-D", "-f", Environment.Value, "-L", $"{folder.FullName}/slurmctld.log");
        await UntilAsync(
            async () => (await RunAsync("scontrol", "ping")).Output.Contains("UP", StringComparison.Ordinal),
            "no controller");
        Start("slurmd", "-D", "-f", Environment.Value, "-L", $"{folder.FullName}/slurmd.log");
        await UntilAsync(
            async () => (await RunAsync("sinfo", "--noheader", "--format=%T")).Output.Contains("idle", StringComparison.Ordinal),
            "no node");
    }

    private void Start(string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Environment.Name] = Environment.Value;
        Process daemon = Process.Start(start)!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        daemons.Add(daemon);
    }

    private async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(30) || daemons.Exists(daemon => daemon.HasExited))
            {
                string logs = string.Join('\n', folder.EnumerateFiles("*.log").Select(log => File.ReadAllText(log.FullName)));
                Assert.Fail($"{what}:\n{logs}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private string Configuration(string socket)
    {
        string host = System.Environment.MachineName.Split('.')[0];
        return string.Create(CultureInfo.InvariantCulture, $"""
            ClusterName=chaos
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ControllerPort}
            SlurmdPort={NodePort}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={socket}
            CredType=cred/munge
            StateSaveLocation={folder.FullName}/state
            SlurmdSpoolDir={folder.FullName}/spool
            SlurmctldPidFile={folder.FullName}/slurmctld.pid
            SlurmdPidFile={folder.FullName}/slurmd.pid
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SchedulerType=sched/builtin
            SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000
            SwitchType=switch/none
            MpiDefault=none
            ReturnToService=2
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            NodeName={host} NodeAddr=127.0.0.1 CPUs={System.Environment.ProcessorCount} State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
    }
}
