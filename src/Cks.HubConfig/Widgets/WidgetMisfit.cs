using Cks.Core;

namespace Cks.HubConfig;

/// <summary>One reason why a widget cannot be what it says it is.</summary>
/// <param name="Fault">The reason.</param>
/// <param name="Property">The property that says what is wrong.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record WidgetMisfit(WidgetFault Fault, string Property, string Message, string Fix)
{
    /// <summary>What was found in the options, with its place.</summary>
    public Diagnostic? Finding { get; init; }
}
