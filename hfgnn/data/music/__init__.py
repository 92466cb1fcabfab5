"""MUSIC: ambulatory patients with chronic heart failure, their measurements, and how they ended."""
