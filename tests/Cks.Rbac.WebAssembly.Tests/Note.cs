using System.Text.Json.Serialization;

namespace Cks.Rbac.WebAssembly.Tests;

/// <summary>A row as the server has it.</summary>
public sealed record Note(string Code, string Status);

/// <summary>The same as the browser reads it.</summary>
public sealed record ReadNote(string Code, [property: JsonPropertyName("_can")] IReadOnlyDictionary<string, bool>? Can) : ICapableRow;
