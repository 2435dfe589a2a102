namespace Cks.Testing.AspNetCore;

/// <summary>What a test expected is not so; any test framework takes it for a failure.</summary>
/// <param name="message">What was found.</param>
public sealed class TestAssertionException(string message) : Exception(message);
