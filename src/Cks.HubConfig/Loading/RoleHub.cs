
namespace Cks.HubConfig;

/// <summary>The hub of a role without any tenant's layer.</summary>
/// <param name="Definition">It, read and validated.</param>
/// <param name="Layers">What it is made of; read when somebody asks where it is the role's document alone.</param>
/// <param name="Document">The layers merged.</param>
/// <param name="Plan">What its experiments make of it; <see langword="null"/>: it has none.</param>
/// <param name="LeftOut">Plugins in use whose flags do not fit it, so that they are off here.</param>
internal sealed record RoleHub(HubDefinition Definition, Lazy<IReadOnlyList<HubLayer>> Layers, Lazy<LayeredDocument?> Document, ExperimentPlan? Plan = null, IReadOnlyCollection<string>? LeftOut = null);
