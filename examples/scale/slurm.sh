#!/bin/bash
# sbatch slurm.sh: an array of five tasks that share a folder, then a job that puts them together.
#SBATCH --job-name=coincide
#SBATCH --array=1-5
#SBATCH --cpus-per-task=1
#SBATCH --requeue
set -euo pipefail

# A task that is requeued goes on where it was.
npx coincide run --shard auto --out shards --workers "${SLURM_CPUS_PER_TASK:-1}" --quiet
# Afterwards, with the number that sbatch printed:
#   sbatch --dependency=afterok:NUMBER --wrap 'npx coincide merge shards'
