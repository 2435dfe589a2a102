namespace Cks.HubConfig;

/// <summary>Whether a widget of a document can be what it says it is.</summary>
/// <param name="Type">Its type; <see langword="null"/> where there is none.</param>
/// <param name="Faults">Why it cannot be shown, the first reason first.</param>
internal readonly record struct WidgetFit(RegisteredWidget? Type, IReadOnlyList<WidgetFault> Faults);
