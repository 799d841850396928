using System.Diagnostics;
using Chaos.Cluster.Tests.Support;
using Chaos.Containers;
using Docker.DotNet.Models;

namespace Chaos.Cluster.Tests;

/// <summary>`fan-out` on a real swarm of one node.</summary>
public sealed class SwarmFanOutTests : IDisposable
{
    private readonly Sweep sweep = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_shards_of_a_replicated_job_merge_to_the_run_of_one_machine_although_one_is_killed_and_one_doubled()
    {
        using DockerEngine engine = await ConnectAsync();
        await sweep.RunWholeAsync();
        await engine.Client.Swarm.InitSwarmAsync(
            new SwarmInitParameters { ListenAddr = "127.0.0.1:2377", AdvertiseAddr = "127.0.0.1", DataPathAddr = "127.0.0.1" },
            Cancellation);
        try
        {
            using Process submitter = sweep.Chaos.Start(
                ["fan-out", "scenario.yaml", "--engine", "swarm", "--shards", "10", "--parallel", "2", "--out", "sweep"]);
            List<string> lines = [];
            bool killed = false, doubled = false;
            while (await submitter.StandardError.ReadLineAsync(Cancellation) is { } line)
            {
                lines.Add(line);
                if (!line.Contains(": running", StringComparison.Ordinal)) continue;
                killed = killed || await KillOneAsync(engine);
                if (doubled) continue;
                doubled = true;
                Assert.Equal(0, (await sweep.Chaos.RunAsync("worker", "sweep", "--shard", "4/10")).Exit);
            }

            string output = await submitter.StandardOutput.ReadToEndAsync(Cancellation);
            await submitter.WaitForExitAsync(Cancellation);

            Assert.True(submitter.ExitCode == 0, string.Join('\n', lines) + output);
            Assert.True(killed && doubled);
            sweep.AssertSame();
            Assert.Empty(await engine.Client.Swarm.ListServicesAsync(new ServiceListParameters(), Cancellation));
        }
        finally
        {
            await engine.Client.Swarm.LeaveSwarmAsync(new SwarmLeaveParameters { Force = true }, CancellationToken.None);
            await engine.Client.Images.DeleteImageAsync(
                WorkerImage.DefaultName, new ImageDeleteParameters { Force = true }, CancellationToken.None);
        }
    }

    public void Dispose() => sweep.Dispose();

    private static async Task<DockerEngine> ConnectAsync()
    {
        try
        {
            return await DockerEngine.ConnectAsync(Cancellation);
        }
        catch (DockerUnavailableException missing)
        {
            if (Environment.GetEnvironmentVariable("CHAOS_REQUIRE_DOCKER") == "1") Assert.Fail(missing.Message);
            Assert.Skip(missing.Message);
            throw;
        }
    }

    /// <summary>Whether a worker was there to be killed.</summary>
    private static async Task<bool> KillOneAsync(DockerEngine engine)
    {
        IList<ContainerListResponse> workers = await engine.Client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["ancestor"] = new Dictionary<string, bool> { [WorkerImage.DefaultName] = true },
                },
            },
            Cancellation);
        if (workers.Count == 0) return false;
        await engine.Client.Containers.KillContainerAsync(workers[0].ID, new ContainerKillParameters { Signal = "SIGKILL" }, Cancellation);
        return true;
    }
}
