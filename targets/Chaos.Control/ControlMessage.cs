using System.Text.Json.Serialization;

namespace Chaos.Control;

/// <summary>
/// One line of JSON between the harness and a container program, told apart by its member "type".
/// The harness writes to the program's standard input, the program to its standard output; each message is one line of
/// UTF-8, members in camel case, unknown members are ignored. A closed standard input tells the program to end.
/// All times are nanoseconds of CLOCK_MONOTONIC since the run's epoch (see <see cref="Start"/>), negative before it;
/// addresses are dotted ("198.18.0.1").
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConfigureNode), "configureNode")]
[JsonDerivedType(typeof(ConfigureEndpoint), "configureEndpoint")]
[JsonDerivedType(typeof(Start), "start")]
[JsonDerivedType(typeof(PressureStart), "pressureStart")]
[JsonDerivedType(typeof(ZeroAt), "zeroAt")]
[JsonDerivedType(typeof(PressureStop), "pressureStop")]
[JsonDerivedType(typeof(StopAt), "stopAt")]
[JsonDerivedType(typeof(AskStatistics), "askStatistics")]
[JsonDerivedType(typeof(InjectFault), "injectFault")]
[JsonDerivedType(typeof(Capture), "capture")]
[JsonDerivedType(typeof(Captured), "captured")]
[JsonDerivedType(typeof(ExplainLoss), "explainLoss")]
[JsonDerivedType(typeof(OpenProbe), "openProbe")]
[JsonDerivedType(typeof(ProbeOpened), "probeOpened")]
[JsonDerivedType(typeof(SendProbe), "sendProbe")]
[JsonDerivedType(typeof(ProbeSeen), "probeSeen")]
[JsonDerivedType(typeof(CloseProbe), "closeProbe")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Died), "died")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(LossExplained), "incident")]
[JsonDerivedType(typeof(FaultDone), "faultDone")]
[JsonDerivedType(typeof(NodeStatistics), "nodeStatistics")]
[JsonDerivedType(typeof(EndpointStatistics), "endpointStatistics")]
[JsonDerivedType(typeof(Summary), "summary")]
[JsonDerivedType(typeof(Error), "error")]
public abstract record ControlMessage;
