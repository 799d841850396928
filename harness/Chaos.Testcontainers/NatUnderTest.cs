using Chaos.Containers.Topologies;
using Chaos.Experiments;
using Chaos.Experiments.InCode;
using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Targets;
using Chaos.Targets.Image;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Images;
using DockerUnavailableException = Chaos.Containers.DockerUnavailableException;

namespace Chaos.Testcontainers;

/// <summary>
/// A NAT in a container of Testcontainers, as a target: each run gets a container of its own between our endpoints, made and started by
/// Testcontainers, with its labels and ours, so that its reaper and `chaos clean` both find what a killed test left.
/// </summary>
public sealed class NatUnderTest : IContainerTarget, INodeContainerMaker, IAsyncDisposable
{
    private const string EngineApiVariable = "DOCKER_API_VERSION";

    private readonly ImageTarget contract = new();
    private readonly Lazy<IImage> image;
    private readonly IReadOnlyDictionary<string, string> environment, labels;
    private readonly IWaitForContainerOS? wait;

    internal NatUnderTest(
        string name, Lazy<IImage> image, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> labels,
        IWaitForContainerOS? wait) =>
        (Name, this.image, this.environment, this.labels, this.wait) = (name, image, environment, labels, wait);

    public string Name { get; }

    public string Description => "a NAT of your own as a Testcontainers container";

    public bool Translates => true;

    public CapabilitySet InContainers => contract.InContainers;

    /// <summary>Runs a scenario, in which this NAT is the target, in containers.</summary>
    /// <param name="scenario">A scenario file.</param>
    /// <param name="sets">`path=value`, above the file.</param>
    /// <param name="cancellation">Stops it; containers and networks are removed.</param>
    /// <exception cref="BadScenarioException">The file has mistakes.</exception>
    /// <exception cref="DockerUnavailableException">There is no engine, or the NAT is not ready or not in the path.</exception>
    public Task<ExperimentResult> RunAsync(
        string scenario, IReadOnlyList<string>? sets = null, CancellationToken cancellation = default) =>
        RunAsync(Experiment.Load(scenario, [$"nat.target={Name}", .. sets ?? []], Catalog), cancellation);

    /// <summary>The same for a scenario in code.</summary>
    /// <inheritdoc cref="RunAsync(string, IReadOnlyList{string}, CancellationToken)"/>
    public Task<ExperimentResult> RunAsync(ScenarioBuilder scenario, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return RunAsync(scenario.Through(this).Build(), cancellation);
    }

    /// <inheritdoc/>
    public NodePlacement Place(NatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<string, string> all = new(options.Environment);
        foreach ((string variable, string value) in environment) all[variable] = value;
        return contract.Place(options with { Image = image.Value.FullName, Environment = all });
    }

    /// <inheritdoc/>
    public async Task StartAsync(NodeContainer wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        // An older engine refuses the version that Testcontainers would ask for; it reads this before its first call.
        if (Environment.GetEnvironmentVariable(EngineApiVariable) is null)
            Environment.SetEnvironmentVariable(EngineApiVariable, wanted.EngineApi);
        if (image.Value is IFutureDockerImage toBuild) await toBuild.CreateAsync(cancellation);
        NodeContainerBuilder builder = new NodeContainerBuilder(wanted.BeforeStart).WithImage(image.Value)
            .WithCreateParameterModifier(parameters => Take(parameters, wanted.Parameters));
        foreach ((string label, string value) in labels) builder = builder.WithLabel(label, value);
        if (wait is not null) builder = builder.WithWaitStrategy(wait);
        try
        {
            await builder.Build().StartAsync(cancellation);
        }
        catch (TimeoutException late)
        {
            throw new DockerUnavailableException(
                $"the container of {image.Value.FullName} did not become ready: {late.Message}", "give it another WithWaitStrategy",
                late);
        }
    }

    /// <summary>Removes an image that was built for this NAT. Containers go with their runs.</summary>
    public ValueTask DisposeAsync() =>
        image is { IsValueCreated: true, Value: IFutureDockerImage built } ? built.DisposeAsync() : ValueTask.CompletedTask;

    internal static bool IsOfTheContract(string variable) => variable.StartsWith(ImageEnvironment.Prefix, StringComparison.Ordinal);

    private TargetCatalog Catalog => TargetCatalog.BuiltIn.With(this);

    private static Task<ExperimentResult> RunAsync(Experiment experiment, CancellationToken cancellation) =>
        experiment.RunAsync(new ExperimentOptions { World = WorldCatalog.Find("docker") }, cancellation);

    /// <summary>What the scenario needs takes the place of what Testcontainers would ask for; the labels of both stay.</summary>
    private static void Take(CreateContainerParameters parameters, CreateContainerParameters wanted)
    {
        foreach ((string label, string value) in wanted.Labels) parameters.Labels[label] = value;
        parameters.Name = wanted.Name;
        parameters.Env = wanted.Env;
        parameters.User = wanted.User;
        parameters.Healthcheck = wanted.Healthcheck;
        parameters.OpenStdin = wanted.OpenStdin;
        parameters.StdinOnce = wanted.StdinOnce;
        parameters.AttachStdin = wanted.AttachStdin;
        parameters.NetworkingConfig = wanted.NetworkingConfig;
        parameters.ExposedPorts = null;
        parameters.HostConfig = wanted.HostConfig;
    }
}
