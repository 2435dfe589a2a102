using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Whether a widget of a document can be what it says it is.</summary>
/// <param name="Type">Its type; <see langword="null"/> where there is none.</param>
/// <param name="Faults">Why it cannot be shown, the first reason first.</param>
/// <param name="Widget">It, with its options as the version of its type that is provided takes them.</param>
/// <param name="Conflicts">Options that could not be carried to that version.</param>
internal readonly record struct WidgetFit(RegisteredWidget? Type, IReadOnlyList<WidgetFault> Faults, HubWidget Widget, IReadOnlyList<SourceNode> Conflicts);
