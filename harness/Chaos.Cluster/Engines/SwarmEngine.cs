using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chaos.Containers;
using Chaos.Experiments.Planning;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Cluster.Engines;

/// <summary>
/// A replicated job of Docker Swarm for each submission. Its tasks know their place in the list of shards from their slot; retries are
/// ours, so that a failure that is final is not tried again.
/// </summary>
/// <param name="engine">A manager of the swarm.</param>
/// <param name="image">With the command line in it; see <see cref="WorkerImage"/>.</param>
public sealed class SwarmEngine(DockerEngine engine, string image) : IClusterEngine
{
    /// <summary>Where a worker sees the shared folder.</summary>
    private const string Mounted = "/chaos";

    private const string Label = "chaos.fan-out";

    private readonly List<(string Service, IReadOnlyList<int> Shards)> jobs = [];

    public string Name => "swarm";

    public IReadOnlyList<EngineFile> FilesOf(FanOut work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ServiceSpec spec = SpecOf(work, [.. work.All]);
        return [new EngineFile("swarm.json", System.Text.Json.JsonSerializer.Serialize(spec, EngineJson.Indented) + "\n")];
    }

    public async Task PrepareAsync(FanOut work, CancellationToken cancellation)
    {
        SystemInfoResponse info = await engine.Client.System.GetSystemInfoAsync(cancellation);
        if (info.Swarm?.ControlAvailable != true)
            throw new EngineException("this engine is no manager of a swarm; run `docker swarm init`, or choose another --engine");
        if (!await engine.HasImageAsync(image, cancellation))
            throw new EngineException($"the engine has no image {image}; `fan-out --engine swarm` without --image builds one");
        // Of a submitter that was killed. Its shards are submitted again, and have what they had finished.
        foreach (SwarmService left in await engine.Client.Swarm.ListServicesAsync(
            new ServiceListParameters
            {
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["label"] = new Dictionary<string, bool> { [$"{Label}={KeyOf(work)}"] = true },
                },
            },
            cancellation))
        {
            await engine.Client.Swarm.RemoveServiceAsync(left.ID, cancellation);
        }
    }

    public async Task SubmitAsync(FanOut work, IReadOnlyList<int> shards, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        Directory.CreateDirectory(work.LogFolder);
        try
        {
            ServiceCreateResponse made = await engine.Client.Swarm.CreateServiceAsync(
                new ServiceCreateParameters { Service = SpecOf(work, shards) }, cancellation);
            jobs.Add((made.ID!, shards));
        }
        catch (DockerApiException refused)
        {
            throw new EngineException($"the swarm refuses the service: {refused.ResponseBody}", refused);
        }
    }

    public async Task<IReadOnlyDictionary<int, ShardState>> PollAsync(FanOut work, CancellationToken cancellation)
    {
        Dictionary<int, ShardState> states = [];
        foreach ((string service, IReadOnlyList<int> shards) in jobs)
        {
            foreach (int shard in shards) states[shard] = ShardState.Waiting;
            IList<TaskResponse> tasks = await engine.Client.Tasks.ListAsync(
                new TasksListParameters
                {
                    Filters = new Dictionary<string, IDictionary<string, bool>>
                    {
                        ["service"] = new Dictionary<string, bool> { [service] = true },
                    },
                },
                cancellation);
            foreach (TaskResponse task in tasks)
                if (task.Slot >= 0 && task.Slot < shards.Count) states[shards[(int)task.Slot]] = StateOf(task);
        }

        return states;
    }

    public async Task StopAsync(FanOut work)
    {
        foreach ((string service, _) in jobs) await engine.Client.Swarm.RemoveServiceAsync(service, CancellationToken.None);
        jobs.Clear();
    }

    /// <summary>One shared folder is one run.</summary>
    private static string KeyOf(FanOut work) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work.Folder)))[..12];

    private static ShardState StateOf(TaskResponse task) => task.Status?.State switch
    {
        TaskState.Running => ShardState.Running,
        TaskState.Complete or TaskState.Failed or TaskState.Rejected or TaskState.Orphaned or TaskState.Shutdown or TaskState.Remove
            => ShardState.Ended,
        _ => ShardState.Waiting,
    };

    private ServiceSpec SpecOf(FanOut work, IReadOnlyList<int> shards) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"chaos-{KeyOf(work)}-{jobs.Count + 1}"),
        Labels = new Dictionary<string, string> { [Label] = KeyOf(work) },
        Mode = new ServiceMode
        {
            ReplicatedJob = new ReplicatedJob { MaxConcurrent = (ulong)work.Parallel, TotalCompletions = (ulong)shards.Count },
        },
        TaskTemplate = new TaskSpec
        {
            RestartPolicy = new SwarmRestartPolicy { Condition = "none" },
            ContainerSpec = new ContainerSpec
            {
                Image = image,
                Args = [.. work.ContainerWords(Mounted)],
                Env =
                [
                    // Slot 0 comes out as the node's ID in some versions of the engine; the worker takes what is no number for 0.
                    $"{ShardIndex.SlotVariable}={{{{.Task.Slot}}}}",
                    $"{ShardIndex.ListVariable}={string.Join(',', shards.Select(shard => shard.ToString(CultureInfo.InvariantCulture)))}",
                ],
                Mounts = [new Mount { Type = "bind", Source = work.Folder, Target = Mounted }],
            },
        },
    };
}
