using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>A view with what it was made of.</summary>
/// <param name="Context">Who it was made for.</param>
/// <param name="Basis">What they might do.</param>
/// <param name="View">The view.</param>
/// <param name="Made">When it was made.</param>
internal sealed record KeptView(DecisionContext Context, object Basis, HubView View, DateTimeOffset Made)
{
    /// <summary>Whether it counts at a moment; not before it was made, as a clock that is set back would have it.</summary>
    public bool Counts(DateTimeOffset now) => Made <= now && now < View.Until;
}
