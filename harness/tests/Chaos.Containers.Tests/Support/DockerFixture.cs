using Chaos.Containers.Images;
using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;

[assembly: AssemblyFixture(typeof(DockerFixture))]

namespace Chaos.Containers.Tests.Support;

/// <summary>One engine and one pair of images for all tests; where there is no Docker, tests that ask for it are skipped.</summary>
public sealed class DockerFixture : IAsyncLifetime
{
    private const string RequireVariable = "CHAOS_REQUIRE_DOCKER";

    private DockerEngine? engine;
    private ProgramImages? images;
    private string unavailable = "";

    public DockerEngine Engine
    {
        get
        {
            SkipWithoutDocker();
            return engine!;
        }
    }

    public ProgramImages Images
    {
        get
        {
            SkipWithoutDocker();
            return images!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            engine = await DockerEngine.ConnectAsync(TestContext.Current.CancellationToken);
            images = await ProgramImages.EnsureAsync(engine, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (DockerUnavailableException error)
        {
            unavailable = error.Message;
        }
    }

    public ValueTask DisposeAsync()
    {
        engine?.Dispose();
        return ValueTask.CompletedTask;
    }

    public Task<Topology> StartAsync(TopologyOptions options) =>
        Topology.StartAsync(Engine, Images, options, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>For tests that use the engine without asking this fixture for it.</summary>
    public void SkipWithoutDocker()
    {
        if (unavailable.Length == 0) return;
        if (Environment.GetEnvironmentVariable(RequireVariable) == "1") Assert.Fail($"{RequireVariable}=1, but: {unavailable}");
        Assert.Skip(unavailable);
    }
}
