using System.Net;
using System.Text;
using System.Text.Json;
using Chaos.Cluster.Engines;
using k8s;
using k8s.Models;

namespace Chaos.Cluster.Tests;

/// <summary>The manifest, and the client against an API server that answers as the documentation says. No real cluster was asked.</summary>
public sealed class KubernetesEngineTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-");

    /// <summary>Fields as `batch/v1` names them: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/.</summary>
    [Fact]
    public void The_manifest_is_an_indexed_job_that_gives_an_index_up_on_exit_42()
    {
        KubernetesEngine engine = new(null, "registry.example/chaos-worker:1", "sweeps", "results");
        EngineFile file = Assert.Single(engine.FilesOf(Work));

        // Strict: a field that the API does not know is an error.
        V1Job job = KubernetesYaml.Deserialize<V1Job>(file.Text, strict: true);

        Assert.Equal(
            ("batch/v1", "Job", "chaos-swept", "sweeps"),
            (job.ApiVersion, job.Kind, job.Metadata.Name, job.Metadata.NamespaceProperty));
        Assert.Equal(
            ("Indexed", 8, 3, 2), (job.Spec.CompletionMode, job.Spec.Completions, job.Spec.Parallelism, job.Spec.BackoffLimitPerIndex));
        V1PodFailurePolicyRule rule = job.Spec.PodFailurePolicy.Rules.Single(one => one.OnExitCodes is not null);
        Assert.Equal(("FailIndex", "In", "worker"), (rule.Action, rule.OnExitCodes.OperatorProperty, rule.OnExitCodes.ContainerName));
        Assert.Equal([42], rule.OnExitCodes.Values);
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy);
        Assert.Equal("results", job.Spec.Template.Spec.Volumes.Single().PersistentVolumeClaim.ClaimName);
        Assert.Equal(["worker", "/chaos", "--shard", "auto/8"], job.Spec.Template.Spec.Containers.Single().Args);
    }

    [Fact]
    public async Task Its_status_says_which_shards_are_done_and_which_are_given_up()
    {
        using ApiServer server = new(job => job.Status = new V1JobStatus { Active = 2, CompletedIndexes = "0,3-5", FailedIndexes = "7" });
        KubernetesEngine engine = server.Engine();

        await engine.PrepareAsync(Work, TestContext.Current.CancellationToken);
        await engine.SubmitAsync(Work, [.. Work.All], TestContext.Current.CancellationToken);
        IReadOnlyDictionary<int, ShardState> states = await engine.PollAsync(Work, TestContext.Current.CancellationToken);
        await engine.StopAsync(Work);

        Assert.Equal(
            [
                ShardState.Done, ShardState.Running, ShardState.Running, ShardState.Done, ShardState.Done, ShardState.Done,
                ShardState.Running, ShardState.Failed,
            ],
            Work.All.Select(shard => states[shard]));
        Assert.Equal(
            [
                "GET /api/v1/namespaces/sweeps/persistentvolumeclaims/results", "POST /apis/batch/v1/namespaces/sweeps/jobs",
                "GET /apis/batch/v1/namespaces/sweeps/jobs/chaos-swept/status", "DELETE /apis/batch/v1/namespaces/sweeps/jobs/chaos-swept",
            ],
            server.Requests);
    }

    [Fact]
    public async Task A_server_that_refuses_or_is_not_there_is_named()
    {
        using ApiServer server = new(_ => { }, claimIsThere: false);

        EngineException refused = await Assert.ThrowsAsync<EngineException>(
            () => server.Engine().PrepareAsync(Work, TestContext.Current.CancellationToken));
        KubernetesEngine nobody = new(
            new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:9" }), "image", "sweeps", "results");
        EngineException silent = await Assert.ThrowsAsync<EngineException>(
            () => nobody.PrepareAsync(Work, TestContext.Current.CancellationToken));

        Assert.Contains("Kubernetes refuses the claim results in namespace sweeps", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no Kubernetes API server answers", silent.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private FanOut Work => new()
    {
        Folder = folder.FullName, Name = "swept", Shards = 8, Program = [], Parallel = 3, Retries = 2,
    };

    /// <summary>The four calls of the engine, over real HTTP on loopback.</summary>
    private sealed class ApiServer : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly Action<V1Job> advance;
        private readonly bool claimIsThere;
        private readonly string address;
        private V1Job? job;

        public ApiServer(Action<V1Job> advance, bool claimIsThere = true)
        {
            this.advance = advance;
            this.claimIsThere = claimIsThere;
            using (System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            listener.Prefixes.Add(address);
            listener.Start();
            _ = AnswerAsync();
        }

        public List<string> Requests { get; } = [];

        public KubernetesEngine Engine() =>
            new(new Kubernetes(new KubernetesClientConfiguration { Host = address }), "image", "sweeps", "results");

        public void Dispose() => listener.Close();

        private async Task AnswerAsync()
        {
            try
            {
                while (true) await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(HttpListenerContext call)
        {
            Requests.Add($"{call.Request.HttpMethod} {call.Request.Url!.AbsolutePath}");
            object? answer = call.Request.Url.AbsolutePath.Contains("persistentvolumeclaims", StringComparison.Ordinal)
                ? claimIsThere ? new V1PersistentVolumeClaim { Metadata = new V1ObjectMeta { Name = "results" } } : null
                : call.Request.HttpMethod switch
                {
                    "POST" => job = KubernetesJson.Deserialize<V1Job>(call.Request.InputStream),
                    "DELETE" => new { kind = "Status", apiVersion = "v1", status = "Success" },
                    _ => Advanced(),
                };
            call.Response.StatusCode = answer is null ? 404 : 200;
            call.Response.ContentType = "application/json";
            byte[] body = Encoding.UTF8.GetBytes(answer switch
            {
                V1Job or V1PersistentVolumeClaim => KubernetesJson.Serialize(answer),
                null => JsonSerializer.Serialize(new { kind = "Status", code = 404, message = "not found" }),
                _ => JsonSerializer.Serialize(answer),
            });
            await call.Response.OutputStream.WriteAsync(body);
            call.Response.Close();
        }

        private V1Job? Advanced()
        {
            if (job is not null) advance(job);
            return job;
        }
    }
}
