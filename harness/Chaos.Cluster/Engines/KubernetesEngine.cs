using System.Globalization;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Chaos.Cluster.Engines;

/// <summary>
/// An indexed Job: Kubernetes tries an index again, up to a limit of its own, and gives it up at once where the worker says that another
/// try is of no use. Results go to a volume that all pods and the submitter mount.
/// </summary>
/// <param name="client">Null: for a dry run.</param>
/// <param name="image">With the command line in it; see <see cref="WorkerImage"/>.</param>
/// <param name="space">The namespace.</param>
/// <param name="claim">The claim of the volume; its root is the shared folder.</param>
public sealed class KubernetesEngine(IKubernetes? client, string image, string space, string claim) : IClusterEngine
{
    private const string Mounted = "/chaos", Container = "worker", Volume = "results";

    private string? job;

    public string Name => "kubernetes";

    public IReadOnlyList<EngineFile> FilesOf(FanOut work) =>
        [new EngineFile("kubernetes.yaml", KubernetesYaml.Serialize(JobOf(work)) + "\n")];

    public Task PrepareAsync(FanOut work, CancellationToken cancellation) => CallAsync(
        api => api.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(claim, space, cancellationToken: cancellation),
        $"the claim {claim} in namespace {space}");

    public async Task SubmitAsync(FanOut work, IReadOnlyList<int> shards, CancellationToken cancellation)
    {
        // The Job tries each index again itself: it is made once.
        if (job is not null) return;
        V1Job made = await CallAsync(
            api => api.BatchV1.CreateNamespacedJobAsync(JobOf(work), space, cancellationToken: cancellation), "the Job");
        job = made.Metadata.Name;
    }

    public async Task<IReadOnlyDictionary<int, ShardState>> PollAsync(FanOut work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        Dictionary<int, ShardState> states = [];
        if (job is null) return states;
        V1Job now = await CallAsync(
            api => api.BatchV1.ReadNamespacedJobStatusAsync(job, space, cancellationToken: cancellation), $"the Job {job}");
        foreach (int shard in work.All) states[shard] = now.Status?.Active > 0 ? ShardState.Running : ShardState.Waiting;
        bool over = now.Status?.Conditions?.Any(condition => condition is { Type: "Failed" or "FailureTarget", Status: "True" }) == true;
        if (over) foreach (int shard in work.All) states[shard] = ShardState.Failed;
        foreach (int index in IndexesOf(now.Status?.FailedIndexes)) states[index + 1] = ShardState.Failed;
        foreach (int index in IndexesOf(now.Status?.CompletedIndexes)) states[index + 1] = ShardState.Done;
        return states;
    }

    public async Task StopAsync(FanOut work)
    {
        if (job is null) return;
        await CallAsync(
            api => api.BatchV1.DeleteNamespacedJobAsync(job, space, propagationPolicy: "Background"), $"the Job {job}");
        job = null;
    }

    /// <summary>`1,3-5,7`, as the status of a Job has it.</summary>
    internal static IEnumerable<int> IndexesOf(string? text)
    {
        foreach (string range in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int[] ends = [.. range.Split('-').Select(end => int.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture))];
            for (int index = ends[0]; index <= ends[^1]; index++) yield return index;
        }
    }

    internal V1Job JobOf(FanOut work)
    {
        ArgumentNullException.ThrowIfNull(work);
        V1Container worker = new()
        {
            Name = Container,
            Image = image,
            Args = [.. work.ContainerWords(Mounted)],
            VolumeMounts = [new V1VolumeMount { Name = Volume, MountPath = Mounted }],
            SecurityContext = new V1SecurityContext
            {
                AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] },
            },
        };
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = new V1ObjectMeta { Name = $"chaos-{work.Name}", NamespaceProperty = space },
            Spec = new V1JobSpec
            {
                CompletionMode = "Indexed",
                Completions = work.Shards,
                Parallelism = work.Parallel,
                BackoffLimitPerIndex = work.Retries,
                MaxFailedIndexes = work.Shards,
                PodFailurePolicy = new V1PodFailurePolicy
                {
                    Rules =
                    [
                        new V1PodFailurePolicyRule
                        {
                            Action = "Ignore",
                            OnPodConditions = [new V1PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget", Status = "True" }],
                        },
                        new V1PodFailurePolicyRule
                        {
                            Action = "FailIndex",
                            OnExitCodes = new V1PodFailurePolicyOnExitCodesRequirement
                            {
                                ContainerName = Container, OperatorProperty = "In", Values = [ShardWorker.FinalFailure],
                            },
                        },
                    ],
                },
                Template = new V1PodTemplateSpec
                {
                    Spec = new V1PodSpec
                    {
                        RestartPolicy = "Never",
                        Containers = [worker],
                        Volumes =
                        [
                            new V1Volume
                            {
                                Name = Volume,
                                PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim },
                            },
                        ],
                    },
                },
            },
        };
    }

    private async Task<T> CallAsync<T>(Func<IKubernetes, Task<T>> call, string what)
    {
        try
        {
            return await call(client ?? throw new InvalidOperationException("a dry run calls no server"));
        }
        catch (HttpOperationException refused)
        {
            throw new EngineException($"Kubernetes refuses {what}: {refused.Response.Content}", refused);
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException { InnerException: not null })
        {
            throw new EngineException($"no Kubernetes API server answers ({silent.Message}); look at `kubectl cluster-info`", silent);
        }
    }
}
