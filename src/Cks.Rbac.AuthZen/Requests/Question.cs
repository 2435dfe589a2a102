namespace Cks.Rbac.AuthZen;

/// <summary>May this subject do this to this resource? What is <see langword="null"/> a search looks for.</summary>
internal sealed record Question(Entity? Subject, ActionName? Action, Entity? Resource, Properties? Context)
{
    /// <summary>The properties of a part. Those of what a search looks for would be said of everything that it finds, and are nobody's.</summary>
    public Properties? PropertiesOf(PropertyOf part) => part switch
    {
        PropertyOf.Subject => Subject is { Id.Length: > 0 } subject ? subject.Properties : null,
        PropertyOf.Action => Action?.Properties,
        PropertyOf.Resource => Resource is { Id.Length: > 0 } resource ? resource.Properties : null,
        _ => Context,
    };
}
